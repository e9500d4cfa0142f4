// A page of another origin calls the gateway from a real browser.
// node origin.mjs <base URL of the gateway> <token>
import {createServer} from 'node:http';
import {launch} from './browser.mjs';

const [base, token] = [process.argv[2].replace(/\/$/, ''), process.argv[3]];
let failed = 0;

function check(what, right, seen = '') {
  console.log(`${right ? 'ok' : 'not ok'} - ${what}${right || seen === '' ? '' : `: ${JSON.stringify(seen)}`}`);
  if (!right) failed++;
}

const server = createServer((request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>dApp</title>'));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await launch();
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);

/** As a dApp would: the page itself calls. */
const call = (path, signed) => page.evaluate(async ([url, bearer]) => {
  try {
    const answer = await fetch(url, {headers: bearer ? {authorization: `Bearer ${bearer}`} : {}});
    const read = (name) => answer.headers.get(name);
    return {
      status: answer.status, type: read('content-type'), tier: read('x-weir-tier'), limit: read('ratelimit'), policy: read('ratelimit-policy'),
      authenticate: read('www-authenticate'), body: await answer.json(),
    };
  } catch (error) {
    return {error: error.name};
  }
}, [base + path, signed ? token : '']);

const served = await call('/quotes/BTC', true);
check('a call with a token is served, past its preflight', served.status === 200, served);
check('the page reads the tier', served.tier !== null && served.tier !== undefined, served);
check('the page reads its limits', /r=\d+/.test(served.limit ?? '') && /q=\d+/.test(served.policy ?? ''), served);
// Another quote, or the browser would show what it kept.
const refused = await call('/quotes/ETH', false);
check('the page reads a refusal', refused.status === 401 && refused.body?.code === 'credentials_missing', refused);
check('a refusal is a problem document', refused.type === 'application/problem+json', refused);
check('the page reads how to sign in', Boolean(refused.authenticate), refused);
const closed = await call('/fast/quotes/BTC', true);
check('an API that names no origins is closed to it', closed.error === 'TypeError', closed);

await browser.close();
server.close();
process.exit(failed ? 1 : 0);
