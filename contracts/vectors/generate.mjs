// Prints digests.json. viem stands for the wallets of the world: what it signs, Weir must recover.
//   cd contracts/vectors && npm ci --ignore-scripts && npm run --silent generate > digests.json
import {hashMessage, hashTypedData, hashDomain, getAddress, serializeSignature} from 'viem';
import {privateKeyToAccount, sign} from 'viem/accounts';

const domain = {
  name: 'Weir', version: '1', chainId: 31337,
  verifyingContract: getAddress('0x5fbdb2315678afecb367f032d93f642f64180aa3'),
};
const types = {
  EIP712Domain: [
    {name: 'name', type: 'string'}, {name: 'version', type: 'string'},
    {name: 'chainId', type: 'uint256'}, {name: 'verifyingContract', type: 'address'},
  ],
  Heartbeat: [
    {name: 'node', type: 'string'}, {name: 'address', type: 'string'}, {name: 'sequence', type: 'uint64'},
    {name: 'sentAt', type: 'uint64'}, {name: 'inFlight', type: 'uint32'},
  ],
};
// Keys of anvil's public test mnemonic; they hold nothing anywhere.
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
];

const heartbeats = [
  {node: 'amber', address: '127.0.0.1:9101', sequence: '1', sentAt: '1767225600', inFlight: 0},
  {node: 'x', address: '[2001:db8::1]:65535', sequence: '0', sentAt: '0', inFlight: 1},
  {node: 'a23456789-123456789-123456789-123456789-123456789-123456789-abc', address: '10.0.0.1:1',
    sequence: '9223372036854775807', sentAt: '4102444800', inFlight: 2147483647},
];
const messages = [
  '', 'hello', 'a message of more than one line\n\nURI: http://127.0.0.1:10000\n', 'Ĝis la revido, 世界 🌊',
];

// EIP-3009: a payer's transfers of two tokens, up to the largest number and the last second that a word holds.
const tokens = [
  {name: 'USD Coin', version: '2', chainId: 8453, verifyingContract: getAddress('0x833589fcd6edb6e08f4c7c32d4f71b54bda02913')},
  {name: 'Weir Dollar', version: '1', chainId: 31337, verifyingContract: domain.verifyingContract},
];
const authorization = {TransferWithAuthorization: [
  {name: 'from', type: 'address'}, {name: 'to', type: 'address'}, {name: 'value', type: 'uint256'},
  {name: 'validAfter', type: 'uint256'}, {name: 'validBefore', type: 'uint256'}, {name: 'nonce', type: 'bytes32'},
]};
const most = (2n ** 256n - 1n).toString();
const transfers = [
  {value: '1000', validAfter: '0', validBefore: '1795889749', nonce: '0x6f87b1c67c444fdf416067b8625f7e1d235a1a26f532c9b755d0c18429cac788'},
  {value: '0', validAfter: '1767225600', validBefore: '1767225601', nonce: '0x' + '0'.repeat(64)},
  {value: most, validAfter: most, validBefore: most, nonce: '0x' + 'f'.repeat(64)},
].flatMap((transfer, i) => tokens.map((domain) => ({domain, message: {
  from: privateKeyToAccount(keys[i]).address, to: privateKeyToAccount(keys[(i + 1) % keys.length]).address, ...transfer}, i})));

async function signed(digest, index) {
  const signature = serializeSignature(await sign({hash: digest, privateKey: keys[index]}));
  return {digest, signer: privateKeyToAccount(keys[index]).address, signature};
}

const out = {
  version: 1,
  madeBy: 'contracts/vectors/generate.mjs, viem 2.57.20: npm ci --ignore-scripts && npm run --silent generate > digests.json',
  domain,
  domainSeparator: hashDomain({domain, types}),
  heartbeats: await Promise.all(heartbeats.map(async (message, i) => ({
    ...message,
    ...await signed(hashTypedData({domain, types, primaryType: 'Heartbeat', message: {
      ...message, sequence: BigInt(message.sequence), sentAt: BigInt(message.sentAt)}}), i % keys.length),
  }))),
  transfers: await Promise.all(transfers.map(async ({domain, message, i}) => ({
    domain, ...message,
    ...await signed(hashTypedData({domain, types: authorization, primaryType: 'TransferWithAuthorization', message: {
      ...message, value: BigInt(message.value), validAfter: BigInt(message.validAfter), validBefore: BigInt(message.validBefore)}}), i),
  }))),
  personalMessages: await Promise.all(messages.map(async (message, i) => ({
    message, ...await signed(hashMessage(message), i % keys.length),
  }))),
};
process.stdout.write(JSON.stringify(out, null, 2) + '\n');
