// Signs in with a wallet of this browser (EIP-1193, found by EIP-6963 or at window.ethereum): a challenge, its signature, a session.
// The token lives in this module's memory and in what the page shows; never in a URL or in the browser's storage.

const REJECTED = 4001; // EIP-1193: the person said no
const WAITING = -32002; // the wallet has this question open already

const at = (id) => document.getElementById(id);
const wallets = new Map();
let session;
let ticking;

/** What the person should read instead of a stack trace. */
class Refusal extends Error {
  constructor(title, detail, code = '') {
    super(title);
    Object.assign(this, {title, detail, code});
  }
}

function show(...sections) {
  for (const section of document.querySelectorAll('main > section')) section.hidden = !sections.includes(section.id);
}

function say(text, busy = false) {
  at('status').textContent = text;
  at('status').toggleAttribute('data-busy', busy);
}

// --- wallets

window.addEventListener('eip6963:announceProvider', ({detail}) => {
  if (typeof detail?.provider?.request !== 'function') return;
  wallets.set(detail.provider, String(detail.info?.name ?? 'Browser wallet').slice(0, 60));
  offer();
});

function look() {
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  if (typeof window.ethereum?.request === 'function' && wallets.size === 0) wallets.set(window.ethereum, 'Browser wallet');
  offer();
}

function offer() {
  if (session || at('status').hasAttribute('data-busy')) return;
  at('wallets').replaceChildren(...[...wallets].map(([provider, name]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = wallets.size === 1 && name === 'Browser wallet' ? 'Sign in' : `Sign in with ${name}`;
    button.addEventListener('click', () => signIn(provider));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
  const refused = at('refused').hidden ? [] : ['refused'];
  show(wallets.size === 0 ? 'missing' : 'choose', ...refused);
}

// --- the gateway

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {cache: 'no-store', credentials: 'omit', redirect: 'error', ...options});
  } catch {
    throw new Refusal('The gateway does not answer', 'Check that it runs and that you are connected, then try again.');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refusal(body.title ?? 'The gateway refused', body.detail ?? `It answered with status ${answer.status}.`, body.code ?? String(answer.status));
  }
  return body;
}

// --- sign in and out

async function signIn(provider) {
  show();
  try {
    say('Waiting for your wallet to connect…', true);
    const [address] = await provider.request({method: 'eth_requestAccounts'});
    if (!address) throw new Refusal('The wallet shares no account', 'Unlock it, allow this page to see an account, and try again.');
    const chain = Number(await provider.request({method: 'eth_chainId'}));

    say('Asking the gateway for a message…', true);
    const {message} = await challenge(chain, address);

    say('Waiting for your signature in the wallet…', true);
    at('message').textContent = message;
    show('signing');
    const signature = await provider.request({method: 'personal_sign', params: [hex(message), address]});

    say('Checking the signature…', true);
    const {token, expiresAt} = await ask('session', {
      method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({message, signature}),
    });
    opened({account: `eip155:${chain}:${address}`, token, expiresAt: new Date(expiresAt)});
  } catch (error) {
    refused(error);
  }
}

async function challenge(chain, address) {
  try {
    return await ask(`challenge?account=${encodeURIComponent(`eip155:${chain}:${address}`)}`);
  } catch (error) {
    if (error.code !== 'chain_mismatch') throw error;
    throw new Refusal('Your wallet is on another chain', `It is on chain ${chain}. ${error.detail} Switch the network in the wallet and try again.`, error.code);
  }
}

function opened(fresh) {
  session = fresh;
  at('account').textContent = fresh.account;
  at('until').dateTime = fresh.expiresAt.toISOString();
  at('until').textContent = fresh.expiresAt.toLocaleString();
  at('token').textContent = fresh.token;
  at('command').textContent = `curl -H 'Authorization: Bearer ${fresh.token}' ${location.origin}/quotes/BTC`;
  say('Signed in.');
  show('done');
  tick();
  ticking = setInterval(tick, 1_000);
  at('done-title').focus();
}

function tick() {
  const minutes = Math.floor((session.expiresAt - Date.now()) / 60_000);
  if (session.expiresAt <= Date.now()) {
    closed('Your session has ended. Sign in again for a new one.');
  } else {
    at('remaining').textContent = minutes < 1 ? '(less than a minute left)'
      : minutes < 120 ? `(${minutes} min left)` : `(${Math.round(minutes / 60)} h left)`;
  }
}

function closed(why) {
  clearInterval(ticking);
  session = undefined;
  for (const id of ['token', 'command', 'account', 'message']) at(id).textContent = '';
  say(why);
  at('refused').hidden = true;
  offer();
  at('wallets').querySelector('button')?.focus();
}

async function signOut() {
  at('sign-out').disabled = true;
  try {
    const answer = await fetch('session', {method: 'DELETE', headers: {authorization: `Bearer ${session.token}`}, cache: 'no-store'});
    if (answer.status !== 204) {
      const body = await answer.json().catch(() => ({}));
      throw new Error(body.detail);
    }
    closed('Signed out. The token opens nothing any more.');
  } catch (error) {
    say(`Not signed out: the token still works. ${error.message || 'Try again in a moment.'}`);
  } finally {
    at('sign-out').disabled = false;
  }
}

function refused(error) {
  const {title, detail, code} = error instanceof Refusal ? error : ofWallet(error);
  at('refused-title').textContent = title;
  at('refused-detail').textContent = detail;
  at('refused-code').textContent = code ? `Code: ${code}` : '';
  at('refused').hidden = false;
  say('Not signed in.');
  offer();
  at('wallets').querySelector('button')?.focus();
}

function ofWallet(error) {
  if (error?.code === REJECTED) return {title: 'You declined in the wallet', detail: 'Nothing was signed. Try again whenever you like.', code: ''};
  if (error?.code === WAITING) return {title: 'The wallet waits for you', detail: 'It has a request of this page open already. Answer it there, then try again.', code: ''};
  return {title: 'The wallet failed', detail: String(error?.message ?? 'It gave no reason.').slice(0, 300), code: error?.code ? String(error.code) : ''};
}

/** personal_sign takes the bytes as hex: wallets differ in what they make of plain text. */
function hex(text) {
  return '0x' + [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// --- buttons

for (const button of document.querySelectorAll('[data-copies]')) {
  button.addEventListener('click', async () => {
    const source = at(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say('Copied.');
    } catch {
      getSelection().selectAllChildren(source);
      say('Selected. Copy it with your keyboard.');
    }
  });
}
at('sign-out').addEventListener('click', signOut);
at('look').addEventListener('click', () => {
  look();
  if (wallets.size === 0) say('Still no wallet.');
});
look();
