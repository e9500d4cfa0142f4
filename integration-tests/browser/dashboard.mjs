// Drives the dashboard of a running gateway as an operator does, and compares what it shows with what Envoy says.
//
// node dashboard.mjs DASHBOARD-URL ENVOY-ADMIN-URL ADMIN-TOKEN
//
// Expects that no traffic flows and that the weights are frozen, so that both sides stand still while they are compared.
import {createServer, request} from 'node:http';
import {AxeBuilder} from '@axe-core/playwright';
import {launch} from './browser.mjs';

const [, , dashboard, envoy, token] = process.argv;
if (!token) {
  console.error('usage: node dashboard.mjs DASHBOARD-URL ENVOY-ADMIN-URL ADMIN-TOKEN');
  process.exit(2);
}

const API = 'quotes';
const PICKED = 'fast-quotes';
const FIRST_VIEW_BYTES = 300 * 1024;
const WITHIN = {timeout: 15_000};
let failures = 0;

async function check(what, does) {
  try {
    await does();
    console.log(`ok - ${what}`);
  } catch (error) {
    failures++;
    console.log(`not ok - ${what}\n    ${String(error.message).replaceAll('\n', '\n    ')}`);
  }
}

function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: shown ${a}, expected ${e}`);
}

/** What Envoy says of each endpoint of a cluster: {address: {weight, rq_total}}; calls of a rollout's twins count too. */
async function clusters(name) {
  const lines = (await (await fetch(new URL('/clusters', envoy))).text()).split('\n');
  const hosts = {};
  for (const line of lines) {
    const [cluster, address, field, value] = line.split('::');
    if (cluster === name && field === 'weight') (hosts[address] ??= {}).weight = Number(value);
    if ((cluster === name || cluster.startsWith(`${name}.`)) && field === 'rq_total') {
      const host = (hosts[address] ??= {});
      host.rq_total = (host.rq_total ?? 0) + Number(value);
    }
  }
  return hosts;
}

const addresses = async () => {
  const view = await (await fetch(new URL('/api/v1/view', dashboard))).json();
  return Object.fromEntries(view.apis.find((api) => api.name === API).nodes.map((node) => [node.node, node.address]));
};

const browser = await launch();

/** A page that keeps count of what should not happen. */
async function open(path, colorScheme = 'light') {
  const context = await browser.newContext({colorScheme, viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  page.errors = [];
  page.foreign = [];
  page.bytes = 0;
  page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
  page.on('pageerror', (error) => page.errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && new URL(request.url()).origin !== new URL(dashboard).origin) page.foreign.push(request.url());
  });
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.dataReceived', (event) => (page.bytes += event.encodedDataLength));
  session.on('Network.responseReceived', (event) => (page.bytes += event.response.encodedDataLength));
  await page.goto(new URL(path, dashboard).href);
  await page.locator('#truth').waitFor({state: 'visible', ...WITHIN});
  return page;
}

const cell = (page, node, field) => page.locator(`#weights tr[data-node="${node}"] td[data-field="${field}"]`);

/** Polls, as the figures come by a stream, until the check passes or its time is over. */
async function eventually(does) {
  const end = Date.now() + WITHIN.timeout;
  for (;;) {
    try {
      return await does();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** A way to the dashboard that can be cut and mended. */
async function cable() {
  const server = createServer((asked, answer) => {
    const onward = request(new URL(asked.url, dashboard), {method: asked.method, headers: {...asked.headers, host: new URL(dashboard).host}}, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const {port} = server.address();
  const cut = () => { server.close(); server.closeAllConnections(); };
  return {url: `http://127.0.0.1:${port}/#/now`, cut, mend: () => listen(port)};
}

const page = await open('/#/now');

await check(`first view takes less than ${FIRST_VIEW_BYTES / 1024} KiB`, async () => {
  await page.locator('.card canvas').first().waitFor(WITHIN);
  if (page.bytes > FIRST_VIEW_BYTES) throw new Error(`it took ${page.bytes} bytes`);
  console.log(`    ${Math.round(page.bytes / 1024)} KiB`);
});

await check('the line of truth says that weights are frozen', () => eventually(async () => {
  const words = await page.locator('#truth').innerText();
  if (!words.includes('frozen')) throw new Error(words);
}));

await page.goto(new URL(`/#/weights/${API}`, dashboard).href);
await page.locator('#weights tbody tr').first().waitFor(WITHIN);

await check('weights shown are those that Envoy has', () => eventually(async () => {
  const hosts = await clusters(`${API}.edge`);
  for (const [node, address] of Object.entries(await addresses())) {
    equal(Number((await cell(page, node, 'weight').innerText()).replaceAll(',', '')), hosts[address]?.weight, `weight of ${node}`);
  }
}));

await check('attempts shown are those that Envoy counted', () => eventually(async () => {
  const hosts = await clusters(`${API}.edge`);
  for (const [node, address] of Object.entries(await addresses())) {
    equal(Number((await cell(page, node, 'attempts').innerText()).replaceAll(',', '')), hosts[address]?.rq_total, `attempts of ${node}`);
  }
}));

await check('each row has share, latency, errors and price with their units', async () => {
  for (const [field, unit] of [['wanted', / %$/], ['latency', /( ms|–)$/], ['p99', /( ms|–)$/], ['errors', /( %|–)$/], ['price', / WEIR$/], ['rate', /\/s$/]]) {
    for (const shown of await page.locator(`#weights tbody td[data-field="${field}"]`).allInnerTexts()) {
      if (!unit.test(shown.trim())) throw new Error(`${field} is '${shown}'`);
    }
  }
});

await check('a header sorts by keyboard, and the address keeps it', async () => {
  await page.getByRole('button', {name: 'Weight', exact: true}).press('Enter');
  const shown = (await page.locator('#weights tbody td[data-field="weight"]').allInnerTexts()).map((each) => Number(each.replaceAll(',', '')));
  equal(shown, [...shown].sort((a, b) => b - a), 'weights in order');
  if (!page.url().includes('sort=weight')) throw new Error(page.url());
});

const node = Object.keys(await addresses())[0];

await check(`a click on ${node} says why: contributions that add up to its share within 1 %`, async () => {
  await page.locator(`#weights tr[data-node="${node}"] a`).click();
  await page.locator('#why-total').waitFor(WITHIN);
  const parts = (await page.locator('#why [data-contribution] output').allInnerTexts()).map((each) => Number(each.replace('−', '-').replace(/[^\d.-]/g, '')));
  const total = Number((await page.locator('#why-total output').innerText()).replace(/[^\d.]/g, ''));
  const weight = Number((await page.locator('#facts dd').first().innerText()).replaceAll(',', '')) / 10_000;
  const sum = parts.reduce((all, part) => all + part, 0);
  // Each figure is rounded to a tenth of a point.
  if (parts.length < 3 || Math.abs(sum - weight) > Math.max(weight / 100, 0.05 * (parts.length + 1))) throw new Error(`${parts.join(' + ')} is not ${weight} %`);
  const exact = await page.locator('#why [data-contribution]').evaluateAll((all) => all.reduce((s, each) => s + 100 * Number(each.dataset.contribution), 0));
  if (Math.abs(exact - weight) > weight / 100 || Math.abs(total - weight) > 0.06) throw new Error(`${exact} and ${total} are not ${weight} %`);
});

await check('guards and the deciding model or policy are named', async () => {
  if (!(await page.locator('#guards').innerText()).trim()) throw new Error('no word on guards');
  if (!/model|EWMA/.test(await page.locator('#why-sum').innerText())) throw new Error('no word on the model');
});

await check(`${node} is pinned with a reason, after the page asked for the admin token`, async () => {
  await page.locator('#pin-share').fill('12.5');
  await page.locator('#pin-reason').fill('seen by the browser test');
  await page.locator('#pin').click();
  await page.locator('dialog #token').fill(token);
  await page.getByRole('button', {name: 'Allow changes'}).last().click();
  await page.getByText('Pinned at 12.5 %: seen by the browser test').waitFor(WITHIN);
});

await check('the pin shows on Weights and Now', async () => {
  await page.goto(new URL(`/#/weights/${API}`, dashboard).href);
  await cell(page, node, 'state').getByText('pinned at 12.5 %').waitFor(WITHIN);
  await page.goto(new URL('/#/now', dashboard).href);
  await page.locator('#orders').getByText('seen by the browser test').waitFor(WITHIN);
});

await check(`${node} is unpinned with a reason`, async () => {
  await page.goto(new URL(`/#/node/${API}/${node}`, dashboard).href);
  await page.locator('#unpin-reason').fill('the browser test is over');
  await page.locator('#unpin').click();
  await page.getByText('Not pinned: the weights decide.').waitFor(WITHIN);
});

await check('Config says what is on its way, and who changed what and why', async () => {
  await page.goto(new URL('/#/config', dashboard).href);
  await page.locator('#rollout').getByText(/Nothing is on its way|is in (shadow|canary)/).waitFor(WITHIN);
  await page.locator('#rollback-effect').getByText(/nothing to roll back|at once/).waitFor(WITHIN);
  await page.locator('#audit').getByText('the browser test is over').first().waitFor(WITHIN);
  equal(await page.locator('#audit tr').first().locator('td').nth(1).innerText(), 'operator', 'who');
});

await check('Config says what is in force, and how each gateway stands with it', async () => {
  await page.locator('#in-force').getByText(/^Version \d+, by /).waitFor(WITHIN);
  const row = page.locator('#apis-in-force tr', {hasText: '/fast'});
  await row.getByText('pick').waitFor(WITHIN);
  equal(await page.locator('#pools-in-force tr').first().locator('td').nth(1).innerText(), 'registry', 'pool');
  await page.locator('#sync tr', {hasText: 'clusters'}).getByText('taken').waitFor(WITHIN);
});

await check('a wrong token changes nothing and is asked for anew', async () => {
  const other = await open(`/#/node/${API}/${node}`);
  await other.locator('#pin-share').fill('12.5');
  await other.locator('#pin-reason').fill('with a wrong token');
  await other.locator('#pin').click();
  await other.locator('dialog #token').fill('0'.repeat(64));
  await other.getByRole('button', {name: 'Allow changes'}).last().click();
  await other.locator('dialog').getByText('That token is nobody').waitFor(WITHIN);
  await other.getByRole('button', {name: 'Cancel'}).click();
  await other.getByText('Not done: no token given').waitFor(WITHIN);
  equal(await other.locator('#pinned').innerText(), 'Not pinned: the weights decide.', 'the pin');
  await other.context().close();
});

await check(`${PICKED} shows shares granted, and that its weights are the fallback`, async () => {
  await page.goto(new URL(`/#/weights/${PICKED}`, dashboard).href);
  await page.locator('#actuator').getByText('the weights are the fallback').waitFor(WITHIN);
  await page.getByRole('columnheader', {name: 'Granted'}).waitFor(WITHIN);
  await page.getByRole('columnheader', {name: 'Wanted (fallback weights)'}).waitFor(WITHIN);
});

await check('Access shows decisions, scores and reasons', async () => {
  await page.goto(new URL('/#/access', dashboard).href);
  await page.locator('#sums td').first().waitFor(WITHIN);
  for (const header of ['Decision', 'Anomaly', 'Because']) await page.getByRole('columnheader', {name: header, exact: true}).last().waitFor(WITHIN);
});

await page.goto(new URL('/#/simulator?scenario=equal', dashboard).href);

await check('Simulator lists scenarios, and takes one from the address', async () => {
  await page.locator('#scenario option', {hasText: 'twenty-gateways'}).waitFor({state: 'attached', ...WITHIN});
  equal(await page.locator('#scenario').inputValue(), 'equal', 'scenario');
  await page.locator('#about').getByText('Nothing to learn').waitFor(WITHIN);
  equal(await page.locator('#policies input:checked').evaluateAll((all) => all.map((each) => each.value)), ['least_request', 'weights', 'pick'], 'policies');
});

await check('Simulator runs by keyboard and shows policies beside their limits, and keeps its address', async () => {
  await page.getByRole('button', {name: 'Run', exact: true}).press('Enter');
  await page.locator('#compared tr').first().waitFor({timeout: 120_000});
  const shown = await page.locator('#compared tr').evaluateAll((all) => all.map((each) => each.dataset.policy));
  equal(shown, ['least_request', 'weights', 'pick', 'central_queue', 'sed', 'clairvoyant'], 'rows');
  for (const p99 of await page.locator('#compared td:nth-child(3)').allInnerTexts()) if (!/^[\d.]+ ms$/.test(p99)) throw new Error(p99);
  equal(await page.locator('#compared .tag').count(), 3, 'limits marked');
  if (!page.url().includes('scenario=equal') || !page.url().includes('seeds=1')) throw new Error(page.url());
  await page.setViewportSize({width: 360, height: 800});
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const {violations} = await new AxeBuilder({page}).analyze();
  await page.setViewportSize({width: 1280, height: 900});
  equal(over, 0, 'pixels too wide');
  equal(violations.map((each) => each.id), [], 'found by axe');
});

await check('a lost connection is said in words and heals by itself', async () => {
  const between = await cable();
  const other = await open(between.url);
  await other.locator('#link').getByText('live').waitFor(WITHIN);
  between.cut();
  await other.locator('#truth').getByText('Connection to the control plane lost').waitFor(WITHIN);
  await other.locator('#link').getByText(/s old/).waitFor(WITHIN);
  await between.mend();
  await other.locator('#link').getByText('live').waitFor(WITHIN);
  await other.context().close();
  between.cut();
});

for (const scheme of ['light', 'dark']) {
  const dressed = await open('/#/now', scheme);
  for (const name of ['now', `weights/${API}`, `node/${API}/${node}`, 'access', 'config', 'simulator']) {
    await check(`axe finds nothing on ${name}, ${scheme}`, async () => {
      await dressed.goto(new URL(`/#/${name}`, dashboard).href);
      await dressed.locator('main h1').waitFor({state: 'attached', ...WITHIN});
      const {violations} = await new AxeBuilder({page: dressed}).analyze();
      if (violations.length) throw new Error(violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((found) => found.target.join(' ')).slice(0, 3).join('; ')}`).join('\n'));
    });
    await check(`${name} does not scroll sideways at 360 px, ${scheme}`, async () => {
      await dressed.setViewportSize({width: 360, height: 800});
      const over = await dressed.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await dressed.setViewportSize({width: 1280, height: 900});
      equal(over, 0, 'pixels too wide');
    });
  }
  page.errors.push(...dressed.errors);
  page.foreign.push(...dressed.foreign);
  await dressed.context().close();
}

await check('no console errors', async () => equal(page.errors, [], 'errors'));
await check('no request to another origin', async () => equal(page.foreign, [], 'requests'));

await browser.close();
console.log(failures ? `${failures} failed` : 'all well');
process.exit(failures ? 1 : 0);
