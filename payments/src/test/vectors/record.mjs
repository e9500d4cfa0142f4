// Prints recorded.json: the payment headers of real clients (@x402/fetch, mppx) and real servers (@x402/core, mppx), as they crossed a
// socket on 127.0.0.1. No chain is behind it: what stands in for one checks the signature by viem and names a hash as the transaction.
//   cd payments/src/test/vectors && npm ci --ignore-scripts --legacy-peer-deps && npm run --silent record > recorded.json
import {createServer} from 'node:http';
import {x402ResourceServer, x402HTTPResourceServer} from '@x402/core/server';
import {ExactEvmScheme as ExactServer} from '@x402/evm/exact/server';
import {ExactEvmScheme as ExactClient} from '@x402/evm/exact/client';
import {wrapFetchWithPayment, x402Client} from '@x402/fetch';
import {Mppx as MppServer, Request as ServerRequest, evm as evmServer} from 'mppx/server';
import {Mppx as MppClient, evm as evmClient} from 'mppx/client';
import {keccak256, toHex, verifyTypedData} from 'viem';
import {privateKeyToAccount} from 'viem/accounts';
import {asset, chainId, payee, payerKey, secretKey, realm} from './parties.mjs';

const network = `eip155:${chainId}`;
const payer = privateKeyToAccount(payerKey);
const names = ['payment-required', 'payment-signature', 'payment-response', 'www-authenticate', 'authorization', 'accept-payment',
  'payment-receipt'];
const types = {TransferWithAuthorization: [
  {name: 'from', type: 'address'}, {name: 'to', type: 'address'}, {name: 'value', type: 'uint256'},
  {name: 'validAfter', type: 'uint256'}, {name: 'validBefore', type: 'uint256'}, {name: 'nonce', type: 'bytes32'}]};

const inPlaceOfAChain = {
  getSupported: async () => ({kinds: [{x402Version: 2, scheme: 'exact', network}], extensions: [], signers: {}}),
  async verify(payment) {
    const {authorization, signature} = payment.payload;
    const isValid = await verifyTypedData({
      address: authorization.from, primaryType: 'TransferWithAuthorization', types, signature,
      domain: {name: asset.name, version: asset.version, chainId, verifyingContract: asset.address},
      message: {...authorization, value: BigInt(authorization.value),
        validAfter: BigInt(authorization.validAfter), validBefore: BigInt(authorization.validBefore)},
    });
    return isValid ? {isValid, payer: authorization.from} : {isValid, invalidReason: 'invalid_exact_evm_payload_signature'};
  },
  settle: async (payment) => ({success: true, transaction: keccak256(toHex(payment.payload.signature)), network,
    payer: payment.payload.authorization.from}),
};

async function x402Server() {
  const resources = new x402ResourceServer(inPlaceOfAChain).register(network, new ExactServer());
  const server = new x402HTTPResourceServer(resources, {'GET /paid/quotes': {
    accepts: {scheme: 'exact', network, payTo: payee, maxTimeoutSeconds: 60,
      price: {amount: '1000', asset: asset.address, extra: {name: asset.name, version: asset.version}}},
    description: 'a quote', mimeType: 'application/json'}});
  await server.initialize();
  return async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const adapter = {
      getHeader: (name) => request.headers[name.toLowerCase()], getMethod: () => request.method, getPath: () => path,
      getUrl: () => `http://${request.headers.host}${request.url}`, getAcceptHeader: () => request.headers.accept ?? '',
      getUserAgent: () => request.headers['user-agent'] ?? '',
    };
    const context = {adapter, path, method: request.method, paymentHeader: adapter.getHeader('payment-signature')};
    const outcome = await server.processHTTPRequest(context);
    if (outcome.type === 'payment-error') {
      response.writeHead(outcome.response.status, outcome.response.headers).end(JSON.stringify(outcome.response.body ?? {}));
      return;
    }
    const settled = await server.processSettlement(outcome.paymentPayload, outcome.paymentRequirements, outcome.declaredExtensions,
      {request: context});
    response.writeHead(settled.success ? 200 : 402, settled.headers).end('{"price":1}');
  };
}

async function mppServer() {
  const mppx = MppServer.create({realm, secretKey, methods: [evmServer.charge({
    currency: asset.address, chainId, decimals: asset.decimals, recipient: payee,
    authorization: {name: asset.name, version: asset.version},
    settle: async ({payload}) => ({reference: keccak256(payload.signature)}),
  })]});
  const charge = mppx.charge({amount: '0.001', description: 'a quote'});
  return ServerRequest.toNodeListener(async (request) => {
    const outcome = await charge(request);
    return outcome.status === 402 ? outcome.challenge : outcome.withReceipt(Response.json({price: 1}));
  });
}

/** Calls once through the client, and gives the payment headers of every exchange on the way. */
async function recorded(handler, pay) {
  const sent = [];
  const answered = [];
  const of = (headers) => Object.fromEntries(names.filter((name) => headers.get(name)).map((name) => [name, headers.get(name)]));
  const server = createServer((request, response) => {
    sent.push({method: request.method, path: request.url, sent: of(new Headers(request.headers))});
    handler(request, response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const plainFetch = globalThis.fetch;
  globalThis.fetch = async (...call) => {
    const answer = await plainFetch(...call);
    answered.push({status: answer.status, answered: of(answer.headers)});
    return answer;
  };
  try {
    const url = `http://127.0.0.1:${server.address().port}/paid/quotes`;
    await (await pay(url)).text();
    return {url, exchanges: sent.map((request, i) => ({...request, ...answered[i]}))};
  } finally {
    globalThis.fetch = plainFetch;
    server.close();
    server.closeAllConnections();
  }
}

const exact = new x402Client().register(network, new ExactClient(payer));
exact.setSpendControls(false);
const mpp = () => MppClient.create({polyfill: false, methods: [evmClient.charge({
  account: payer, currencies: [asset.address], networks: [chainId], decimals: asset.decimals,
  authorization: {name: asset.name, version: asset.version}})]});

process.stdout.write(JSON.stringify({
  version: 1,
  madeBy: 'payments/src/test/vectors/record.mjs: @x402/core, @x402/evm, @x402/fetch 2.27.0, mppx 0.11.0, viem 2.57.20',
  recordedAt: new Date().toISOString(),
  asset, chainId, payee, payer: payer.address, realm, secretKey,
  x402: await recorded(await x402Server(), (url) => wrapFetchWithPayment(fetch, exact)(url)),
  mpp: await recorded(await mppServer(), (url) => mpp().fetch(url)),
}, null, 2) + '\n');
