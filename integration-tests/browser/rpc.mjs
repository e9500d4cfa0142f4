// Calls the chain through a running gateway with a client that dApps use, and prints what became of it as JSON.
// node rpc.mjs <URL of the API> <token> <URL of the chain> <private key of a devnet wallet, 0x…>
import {createPublicClient, defineChain, http} from 'viem';
import {privateKeyToAccount} from 'viem/accounts';

const [url, token, chainUrl, key] = process.argv.slice(2);
const fetchOptions = {headers: {Authorization: `Bearer ${token}`}};
const account = privateKeyToAccount(key);
const chain = defineChain({id: 31337, name: 'devnet', nativeCurrency: {name: 'E', symbol: 'E', decimals: 18}, rpcUrls: {default: {http: [url]}}});
const sent = [];
const client = createPublicClient({
  chain,
  transport: http(url, {batch: true, retryCount: 0, fetchOptions, onFetchRequest: async (request) => {
    sent.push((await request.clone().json()).length);
  }}),
});
const direct = createPublicClient({chain, transport: http(chainUrl)});

const settled = (calls) =>
  Promise.allSettled(calls.map((call) => client.request(call)))
    .then((all) => all.map((one) => (one.status === 'fulfilled' ? one.value : `${one.reason.name} ${one.reason.status ?? one.reason.code ?? ''}`)));

const batch = await settled([{method: 'eth_chainId'}, {method: 'eth_gasPrice'}, {method: 'eth_getBalance', params: [account.address, 'latest']}]);
const foreign = await settled([{method: 'eth_chainId'}, {method: 'rpc.discover'}, {method: 'eth_gasPrice'}]);
// A client writes params as its user gave them: null is none that JSON-RPC knows.
const odd = await settled([{method: 'eth_chainId'}, {method: 'eth_blockNumber', params: null}, {method: 'eth_gasPrice'}]);

// The largest init code that a chain takes (EIP-3860): 49,152 bytes that return one byte of code.
const data = `0x600160005360016000f3${'00'.repeat(49152 - 10)}`;
const raw = await account.signTransaction({
  chainId: 31337, type: 'eip1559', gas: 25_000_000n, data,
  nonce: await direct.getTransactionCount({address: account.address}), maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n,
});
const hash = await client.request({method: 'eth_sendRawTransaction', params: [raw]});
const receipt = await direct.waitForTransactionReceipt({hash, pollingInterval: 100});

console.log(JSON.stringify({gasPrice: await direct.request({method: 'eth_gasPrice'}), sent, batch, foreign, odd, deployed: receipt.status, bytes: raw.length / 2}));
