// Launches a Chromium: the system's where there is one, otherwise the one that an npm package carries.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium as driver} from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en-US'];

export async function launch() {
  const system = process.env.WEIR_CHROMIUM ?? SYSTEM.find((path) => existsSync(path));
  if (system) return driver.launch({executablePath: system, args: QUIET});
  // It brings its libraries along, and unpacks them where it is told that it runs on that platform.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const {default: carried} = await import('@sparticuz/chromium');
  // Not with its own arguments: they ask for a single process, which dies when a page is closed.
  // Without a locale in the environment it calls its language "en-US@posix", which no date format takes.
  const env = {...process.env, LC_ALL: 'en_US.UTF-8'};
  const executablePath = await carried.executablePath();
  // It looks for its fonts in /tmp, wherever it unpacked them, and dies of the first letter without one.
  const fonts = join(tmpdir(), 'fonts');
  const config = join(fonts, 'fonts.conf');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll('/tmp/fonts<', `${fonts}<`));
  return driver.launch({executablePath, args: QUIET, env: {...env, FONTCONFIG_PATH: fonts}});
}
