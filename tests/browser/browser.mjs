// Debian's Chromium, driven by playwright-core: nothing is downloaded.
import {readFileSync, mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import assert from 'node:assert/strict';
import {chromium} from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.HABEAS_SCREENSHOTS;

export async function openBrowser() {
  return chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
}

export const desktop = {width: 1280, height: 900};
export const phone = {width: 360, height: 740};

/** A person: a browser of their own, whose page reports every script error and every request that leaves the service. */
export async function person(browser, base, viewport = desktop, options = {}) {
  const context = await browser.newContext({viewport, ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.strangers = [];
  page.on('request', request => { if (!request.url().startsWith(base)) page.strangers.push(request.url()); });
  page.on('pageerror', error => page.strangers.push(String(error)));
  page.on('console', message => { if (message.type() === 'error' && /Content Security Policy/.test(message.text())) page.strangers.push(message.text()); });
  return page;
}

/** What axe finds wrong with the page as it stands; the page's policy forbids foreign scripts, so it is handed over as an expression. */
export async function assertAccessible(page, name) {
  await page.evaluate(axeSource);
  const {violations} = await page.evaluate(() => window.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}));
  assert.deepEqual(violations.map(each => `${each.id}: ${each.nodes.map(node => node.target.join(' ')).join(', ')}`), [], name);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(width <= 0, `${name} is ${width} px wider than its window`);
  assert.deepEqual(page.strangers, [], `${name} asked nobody else`);
  if (shots) {
    mkdirSync(shots, {recursive: true});
    await page.screenshot({path: join(shots, `${name}-${page.viewportSize().width}.png`), fullPage: true});
  }
}
