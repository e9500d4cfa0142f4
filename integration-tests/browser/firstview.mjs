// How long a page takes until it shows what it is for, each time in a browser that has never seen it.
//
// node firstview.mjs DASHBOARD-URL SIGN-IN-URL TIMES
//
// Prints one line of JSON: {page: [milliseconds, ...]}.
import {launch} from './browser.mjs';

const [, , dashboard, signIn, times] = process.argv;
if (!times) {
  console.error('usage: node firstview.mjs DASHBOARD-URL SIGN-IN-URL TIMES');
  process.exit(2);
}

/** By page, what has to be there. */
const PAGES = {
  now: [new URL('/#/now', dashboard), '.card canvas'],
  weights: [new URL('/#/weights', dashboard), '#weights tbody tr'],
  access: [new URL('/#/access', dashboard), '#sums td'],
  config: [new URL('/#/config', dashboard), '#sync tr'],
  simulator: [new URL('/#/simulator', dashboard), '#scenario option'],
  'sign-in': [new URL('/auth/', signIn), 'button'],
};

const browser = await launch();
const took = {};
for (let turn = 0; turn < Number(times); turn++) {
  for (const [name, [url, shown]] of Object.entries(PAGES)) {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}});
    const page = await context.newPage();
    await page.goto(url.href, {waitUntil: 'commit'});
    await page.locator(shown).first().waitFor({state: 'attached', timeout: 15_000});
    // Since the navigation began, by the page's own clock; a frame later it is on the screen.
    const millis = await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))));
    (took[name] ??= []).push(Math.round(millis));
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(took));
