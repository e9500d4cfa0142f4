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
  personalMessages: await Promise.all(messages.map(async (message, i) => ({
    message, ...await signed(hashMessage(message), i % keys.length),
  }))),
};
process.stdout.write(JSON.stringify(out, null, 2) + '\n');
