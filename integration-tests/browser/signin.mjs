// Signs in at the page of a running gateway, as people do, with a wallet whose signatures are real.
// node signin.mjs <base URL of the gateway> <private key of a devnet wallet, 0x…>
import AxeBuilder from '@axe-core/playwright';
import {hexToString} from 'viem';
import {privateKeyToAccount} from 'viem/accounts';
import {launch} from './browser.mjs';

const [base, key] = [process.argv[2].replace(/\/$/, ''), process.argv[3]];
const account = privateKeyToAccount(key);
const DEVNET = '0x7a69';
let failed = 0;

function check(what, right, seen = '') {
  console.log(`${right ? 'ok' : 'not ok'} - ${what}${right || seen === '' ? '' : `: ${seen}`}`);
  if (!right) failed++;
}

/** Runs in the page before its own script: a wallet that asks us, as an extension's would ask its background page. */
function inject({chain, announced}) {
  const provider = {
    async request({method, params}) {
      if (method === 'eth_chainId') return chain;
      const {result, error} = await window.weirWallet(method, params ?? []);
      if (error) throw Object.assign(new Error(error.message), {code: error.code});
      return result;
    },
  };
  if (!announced) {
    window.ethereum = provider;
    return;
  }
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', {detail: {info: {name: announced}, provider}}));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

async function answer(method, params, rejects) {
  if (method === rejects) return {error: {code: 4001, message: 'User rejected the request.'}};
  if (method === 'eth_requestAccounts') return {result: [account.address]};
  if (method === 'personal_sign') return {result: await account.signMessage({message: {raw: params[0]}})};
  return {error: {code: -32601, message: `no method ${method}`}};
}

const browser = await launch();

/** A page of its own browser profile. @param wallet undefined for a browser without one */
async function open({wallet, rejects, scheme = 'light', width = 1024} = {}) {
  const context = await browser.newContext({colorScheme: scheme, viewport: {width, height: 800}});
  const page = await context.newPage();
  const seen = {errors: [], strangers: [], asked: []};
  page.on('console', (line) => line.type() === 'error' && seen.errors.push(line.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== base) seen.strangers.push(request.url());
  });
  if (wallet) {
    await page.exposeFunction('weirWallet', (method, params) => {
      seen.asked.push({method, params});
      return answer(method, params, rejects);
    });
    await page.addInitScript(inject, wallet);
  }
  const loaded = await page.goto(`${base}/auth/`);
  return {page, seen, loaded, close: () => context.close()};
}

async function accessible(page, what) {
  const {violations} = await new AxeBuilder({page}).analyze();
  check(`axe finds nothing: ${what}`, violations.length === 0,
    violations.map(({id, nodes}) => `${id} at ${nodes.map(({target}) => target).join(' ')}`).join('; '));
}

async function quotes(token) {
  return (await fetch(`${base}/quotes/BTC`, {headers: {authorization: `Bearer ${token}`}})).status;
}

try {
  const bare = await fetch(`${base}/auth`, {redirect: 'manual'});
  check('/auth goes to /auth/, relative', bare.status === 303 && bare.headers.get('location') === '/auth/', `${bare.status} ${bare.headers.get('location')}`);

  for (const scheme of ['light', 'dark']) {
    const {page, seen, loaded, close} = await open({wallet: {chain: DEVNET}, scheme});
    const headers = loaded.headers();
    if (scheme === 'light') {
      check('the page is served with a strict policy', /default-src 'self'/.test(headers['content-security-policy'])
        && !/unsafe/.test(headers['content-security-policy']) && /frame-ancestors 'none'/.test(headers['content-security-policy'])
        && headers['x-content-type-options'] === 'nosniff' && headers['referrer-policy'] === 'no-referrer', JSON.stringify(headers));
    }
    await page.locator('#wallets button').waitFor();
    await accessible(page, `${scheme}, a wallet is there`);
    await page.keyboard.press('Tab');
    check(`${scheme}: the first Tab reaches the wallet`, await page.locator('#wallets button').evaluate((button) => button === document.activeElement));
    await page.keyboard.press('Enter');
    await page.locator('#done').waitFor();
    await accessible(page, `${scheme}, signed in`);
    const token = await page.locator('#token').textContent();
    const signed = hexToString(seen.asked.find(({method}) => method === 'personal_sign').params[0]);
    check(`${scheme}: the signed message names this gateway`, signed.startsWith(`${new URL(base).host} wants you to sign in`), signed.split('\n')[0]);
    check(`${scheme}: the state is told`, (await page.locator('#status').textContent()) === 'Signed in.'
      && (await page.locator('#account').textContent()).endsWith(account.address));
    check(`${scheme}: the end of the session is in the future`, Date.parse(await page.locator('#until').getAttribute('datetime')) > Date.now());
    check(`${scheme}: the command carries the token and this gateway`, (await page.locator('#command').textContent()) === `curl -H 'Authorization: Bearer ${token}' ${base}/quotes/BTC`);
    check(`${scheme}: the token works`, await quotes(token) === 200);
    const kept = await page.evaluate(() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href]));
    check(`${scheme}: the token is in no storage and no URL`, !kept.includes(token));
    await page.locator('#sign-out').click();
    await page.locator('#wallets button').waitFor();
    check(`${scheme}: signed out is told`, (await page.locator('#status').textContent()).startsWith('Signed out.'));
    check(`${scheme}: the token is off the page`, !(await page.content()).includes(token));
    check(`${scheme}: the token is refused`, await quotes(token) === 401);
    check(`${scheme}: no error on the console`, seen.errors.length === 0, seen.errors.join('; '));
    check(`${scheme}: no request to another origin`, seen.strangers.length === 0, seen.strangers.join(' '));
    await close();
  }

  {
    const {page, seen, close} = await open({wallet: {chain: DEVNET, announced: 'Test <b>Wallet</b>'}, rejects: 'personal_sign', scheme: 'dark', width: 360});
    const button = page.getByRole('button', {name: 'Sign in with Test <b>Wallet</b>'});
    await button.click();
    await page.getByRole('alert').waitFor();
    check('a declined signature is told', (await page.locator('#refused-title').textContent()) === 'You declined in the wallet');
    check('one can try again at once', await button.isVisible());
    check('nothing went to /auth/session', await page.evaluate(() => performance.getEntriesByType('resource').every(({name}) => !name.endsWith('/session'))));
    check('no error on the console after declining', seen.errors.length === 0, seen.errors.join('; '));
    check('no sideways scrolling at 360 px', await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await accessible(page, 'declined, dark, 360 px');
    await close();
  }
  {
    const {page, seen, close} = await open({wallet: {chain: '0x1'}});
    await page.locator('#wallets button').click();
    await page.getByRole('alert').waitFor();
    const told = await page.getByRole('alert').textContent();
    check('another chain is told with the one that is wanted', /on chain 1\./.test(told) && /31337/.test(told) && /chain_mismatch/.test(told), told);
    check('the wallet was not asked to sign for it', seen.asked.every(({method}) => method !== 'personal_sign'));
    await accessible(page, 'refused, light');
    await close();
  }
  for (const scheme of ['light', 'dark']) {
    const {page, seen, close} = await open({scheme, width: 360});
    await page.locator('#missing').waitFor();
    check(`${scheme}: without a wallet the page says what to do`, (await page.locator('#missing').textContent()).includes('./weir sign-in --account'));
    check(`${scheme}: no error on the console without a wallet`, seen.errors.length === 0, seen.errors.join('; '));
    await accessible(page, `${scheme}, no wallet, 360 px`);
    await close();
  }
} catch (error) {
  check('the script comes to its end', false, error.message);
} finally {
  await browser.close();
}
process.exit(failed === 0 ? 0 : 1);
