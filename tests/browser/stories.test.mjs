// The main job in a real browser: submit, confirm, work, answer, report, prove.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {assertAccessible, desktop, openBrowser, person, phone} from './browser.mjs';
import {linkIn, Service} from './service.mjs';

let service, browser, agent, officer, token;
const newPassword = 'correct horse battery staple';

/** First sign-in: the password that was printed works once and has to be changed. */
async function signIn(login, firstPassword) {
  const page = await person(browser, service.base);
  await page.goto(service.base + '/sign-in');
  await assertAccessible(page, 'sign-in');
  await page.fill('[name=email]', login);
  await page.fill('[name=password]', firstPassword);
  await page.click('main form button:has-text("Sign in")');
  await page.waitForURL('**/account**');
  await page.fill('[name=current_password]', firstPassword);
  await page.fill('[name=new_password]', newPassword);
  await page.fill('[name=new_password_again]', newPassword);
  await page.click('button:has-text("Change password")');
  await page.waitForLoadState();
  await page.goto(service.base + '/desk');
  await assertAccessible(page, 'queue-' + login.split('@')[0]);
  return page;
}

async function openRequest(page, reference) {
  await page.goto(`${service.base}/desk/requests/${reference}`);
  assert.equal(await page.locator('h1').innerText(), reference);
}

/** Opens the verb's form where it is folded, fills it and sends it. */
async function act(page, verb, fields, button) {
  const form = page.locator(`form[action$="/${verb}"]`).first();
  if (!await form.isVisible()) await page.locator('details', {has: page.locator(`form[action$="/${verb}"]`)}).first().locator('summary').first().click();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`).first();
    if (await field.evaluate(each => each.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await form.locator(button ? `button:has-text("${button}")` : 'button').first().click();
  await page.waitForLoadState();
  assert.equal(await page.locator('.error-summary').count(), 0, `${verb} was taken: ${await page.locator('main').innerText().then(t => t.slice(0, 300))}`);
}

async function assignToMe(page, reference) {
  await openRequest(page, reference);
  await act(page, 'assignment', {}, 'Take it myself');
}

async function sendForm(page, type, about, request) {
  await page.goto(`${service.base}/`);
  await assertAccessible(page, 'privacy-centre');
  await page.goto(`${service.base}/requests/new?type=${type}`);
  await page.check('[name=relationship][value=customer]');
  await page.check('[name="requester.kind"][value=self]');
  await page.fill('[name="subject.name"]', about.name);
  await page.fill('[name="subject.email"]', about.email);
  await assertAccessible(page, `form-${type}-about`);
  await page.click('button:has-text("Continue")');
  await request(page);
  await assertAccessible(page, `form-${type}-request`);
  await page.click('button:has-text("Continue")');
  await assertAccessible(page, `form-${type}-review`);
  assert.match(await page.locator('main').innerText(), new RegExp(about.name));
  await page.click('button:has-text("Send request")');
  await page.waitForURL('**/requests/received/**');
  await assertAccessible(page, `received-${type}`);
  const reference = /DSR-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator('main').innerText())[0];
  const letter = await service.letter(about.email, new RegExp(reference));
  assert.match(letter.raw, /^auto-submitted: auto-/im);
  assert.match(letter.raw, /^message-id: </im);
  await page.goto(linkIn(letter.text, '/verify/'));
  await assertAccessible(page, `verify-${type}`);
  await page.click('button:has-text("Confirm my request")');
  await page.waitForLoadState();
  await assertAccessible(page, `confirmed-${type}`);
  await service.letter(about.email, /confirmed|working|work on/i);
  return reference;
}

before(async () => {
  service = await Service.start();
  const passwords = {
    agent: service.addStaff('agnes@example.com', 'Agnes Gent', 'agent'),
    officer: service.addStaff('otto@example.com', 'Otto Ficer', 'officer'),
  };
  token = service.command('token', 'add', 'mailing', '--scope', 'requests:read,requests:write,audit:read,reports:read').trim();
  browser = await openBrowser();
  agent = await signIn('agnes@example.com', passwords.agent);
  officer = await signIn('otto@example.com', passwords.officer);
});

after(async () => {
  await browser?.close();
  if (service) assert.equal(await service.stop(), 0, 'a clean shutdown ends with status 0');
});

describe('the main job', () => {
  let accessReference;
  const subject = {name: 'Wilhelmina Quastenflosser', email: 'wilhelmina.q@example.org'};

  test('an access request goes from the form to its answer', async () => {
    const customer = await person(browser, service.base, phone);
    accessReference = await sendForm(customer, 'access', subject, async page => {
      await page.fill('[name=details]', 'Everything about my account Zirkumflex.');
    });

    await assignToMe(agent, accessReference);
    await act(agent, 'information-request', {question: 'Which account do you mean?'});
    await assertAccessible(agent, 'request-awaiting');
    const question = await service.letter(subject.email, /Which account do you mean/);

    await customer.goto(linkIn(question.text, '/r/'));
    await customer.waitForURL('**/my/**');
    assert.doesNotMatch(customer.url(), /\/r\//, 'the secret does not stay in the address bar');
    await assertAccessible(customer, 'my-request-question');
    await customer.fill('[name=text]', 'The one for the harbour office.');
    await customer.click('button:has-text("Send your answer")');
    await customer.waitForLoadState();

    await openRequest(agent, accessReference);
    assert.match(await agent.locator('main').innerText(), /harbour office/);
    await act(agent, 'verification', {note: 'The address is the one on file.'});
    await assertAccessible(agent, 'request-matched');
    await fulfilEverything(agent, 'provided', 'Your data is ready.');
    await assertAccessible(agent, 'request-fulfilled');

    const closing = await service.letter(subject.email, /Your data is ready/);
    assert.match(closing.text, new RegExp(accessReference));
    await customer.reload();
    await assertAccessible(customer, 'my-request-answered');
    assert.match(await customer.locator('main').innerText(), /Your data is ready/);
  });

  test('a correction needs a second person', async () => {
    const about = {name: 'Bartholomew Xylander', email: 'bart.x@example.org'};
    const customer = await person(browser, service.base);
    const reference = await sendForm(customer, 'correction', about, async page => {
      await page.selectOption('[name="corrections.0.field"]', 'billing.address');
      await page.fill('[name="corrections.0.current"]', '12 Old Harbour Road');
      await page.fill('[name="corrections.0.requested"]', '48 Mill Lane');
    });
    await workUntilApproval(reference, 'corrected', 'The address is corrected.');
    await act(agent, 'fulfilment', {}, 'Carry out');
    await service.letter(about.email, /The address is corrected/);
  });

  test('a deletion needs a second person and says what is kept', async () => {
    const about = {name: 'Philippa Yggdrasil', email: 'philippa.y@example.org'};
    const customer = await person(browser, service.base);
    const reference = await sendForm(customer, 'deletion', about, async page => {
      await page.check('[name=deletion_scope][value=account]');
    });
    await workUntilApproval(reference, 'deleted', 'Your account is gone.');
    await act(agent, 'fulfilment', {}, 'Carry out');
    await service.letter(about.email, /Your account is gone/);
  });

  test('the form can be loaded again and gone back to, by button and by browser, and loses nothing', async () => {
    const customer = await person(browser, service.base, phone);
    const name = 'Ottilie Vorwaerts';
    await customer.goto(`${service.base}/requests/new?type=access`);
    await customer.check('[name=relationship][value=customer]');
    await customer.check('[name="requester.kind"][value=self]');
    await customer.fill('[name="subject.name"]', name);
    await customer.click('button:has-text("Continue")'); // without an address
    await customer.waitForSelector('.error-summary');
    await customer.fill('[name="subject.email"]', 'ottilie@example.org');
    await customer.click('button:has-text("Continue")');
    await customer.fill('[name=details]', 'In October.');
    await customer.click('button:has-text("Continue")');
    await customer.waitForSelector('button:has-text("Send request")');
    await customer.reload();
    assert.match(await customer.locator('main').innerText(), /In October/);

    await customer.goBack();
    assert.equal(await customer.inputValue('[name=details]'), 'In October.');
    await customer.goBack(); // over the page that was the answer to a POST
    assert.equal(await customer.inputValue('[name="subject.name"]'), name);
    await customer.goForward();
    await customer.goForward();
    await customer.click('button:has-text("Back")');
    assert.equal(await customer.inputValue('[name=details]'), 'In October.');
    await customer.click('button:has-text("Back")');
    assert.equal(await customer.inputValue('[name="subject.name"]'), name);

    // A phone that was switched off has forgotten its cookies.
    await customer.context().clearCookies();
    await customer.click('button:has-text("Continue")');
    assert.match(await customer.locator('.error-summary').innerText(), /press the button once more/);
    await assertAccessible(customer, 'form-stale');
    await customer.click('button:has-text("Continue")');
    await customer.click('button:has-text("Continue")');
    assert.match(await customer.locator('main').innerText(), /Ottilie Vorwaerts[^]*In October/);
  });

  test('corrections can be added and taken out, and Enter goes on', async () => {
    const customer = await person(browser, service.base, phone);
    await customer.goto(`${service.base}/requests/new?type=correction`);
    await customer.check('[name=relationship][value=customer]');
    await customer.check('[name="requester.kind"][value=self]');
    await customer.fill('[name="subject.name"]', 'Quirin Zettel');
    await customer.fill('[name="subject.email"]', 'quirin@example.org');
    await customer.click('button:has-text("Continue")');
    await customer.selectOption('[name="corrections.0.field"]', 'contact.phone');
    await customer.fill('[name="corrections.0.requested"]', '01632 960 002');
    await customer.click('button:has-text("Add another correction")');
    await customer.waitForURL(/#corrections\.1\.field$/);
    await customer.selectOption('[name="corrections.1.field"]', 'contact.address');
    await customer.fill('[name="corrections.1.requested"]', '48 Mill Lane');
    await assertAccessible(customer, 'form-corrections');
    await customer.click('button:has-text("Remove") >> nth=0');
    await customer.waitForURL(/#corrections\.0\.field$/);
    assert.equal(await customer.inputValue('[name="corrections.0.requested"]'), '48 Mill Lane');
    await customer.press('[name="corrections.0.requested"]', 'Enter');
    await customer.waitForSelector('button:has-text("Send request")');
  });

  test('the form for letters and calls asks what the chosen type needs, and nothing else', async () => {
    await agent.goto(service.base + '/desk/requests/new');
    const needed = {correction: '[name="corrections.0.field"]', deletion: '[name=deletion_scope]', unsubscribe: '[name=topics]'};
    for (const type of ['', 'access', ...Object.keys(needed)]) {
      await agent.selectOption('[name=type]', type);
      for (const [other, field] of Object.entries(needed))
        assert.equal(await agent.locator(field).first().isVisible(), other === type, `${field} with "${type}"`);
    }
    await agent.selectOption('[name=type]', 'deletion');
    await agent.click('button:has-text("Enter the request")');
    await agent.waitForLoadState();
    assert.equal(await agent.inputValue('[name=type]'), 'deletion');
    assert.ok(await agent.locator('[name=deletion_scope]').isVisible(), 'the page that comes back knows the type');
    await agent.selectOption('[name=type]', 'access');
    assert.ok(await agent.locator('[name=deletion_scope]').isVisible(), 'what is wrong stays in sight');
    await assertAccessible(agent, 'desk-new-request');
  });

  test('an unsubscribe by link works at once, for mail programs and for people', async () => {
    const address = 'newsletter.reader@example.org';
    const made = await fetch(service.base + '/api/v1/unsubscribe-links', {method: 'POST',
      headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'}, body: JSON.stringify({addresses: [address]})});
    assert.equal(made.status, 200);
    const link = linkIn(await made.text(), '/unsubscribe/');
    const suppressed = async () => {
      const answer = await fetch(service.base + '/api/v1/suppressions/check', {method: 'POST',
        headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
        body: JSON.stringify({addresses: [address], topic: 'marketing'})});
      return JSON.stringify(await answer.json()).includes(address);
    };
    const reader = await person(browser, service.base, phone);
    await reader.goto(link);
    await assertAccessible(reader, 'unsubscribe');
    assert.equal(await suppressed(), false, 'looking at the page changes nothing');
    const oneClick = await fetch(link, {method: 'POST', redirect: 'manual', body: 'List-Unsubscribe=One-Click',
      headers: {'content-type': 'application/x-www-form-urlencoded'}});
    assert.equal(oneClick.status, 200);
    assert.equal(await suppressed(), true);
    await reader.click('main button');
    await reader.waitForLoadState();
    await assertAccessible(reader, 'unsubscribed');
    await service.letter(address, /unsubscribe|no longer/i);
  });

  test('the officer sees it all in the deadline report, and its CSV says the same', async () => {
    await officer.goto(service.base + '/reports');
    await assertAccessible(officer, 'reports');
    await officer.goto(service.base + '/reports/deadlines');
    await assertAccessible(officer, 'deadline-report');
    const page = await officer.locator('main').innerText();
    assert.match(page, new RegExp(accessReference));
    const csv = await officer.request.get(service.base + '/reports/deadlines.csv').then(answer => answer.text());
    const rows = csv.trim().split('\r\n').slice(1).map(line => line.split(','));
    assert.deepEqual(rows.map(row => row[1]).sort(), ['access', 'correction', 'deletion']);
    for (const row of rows) {
      assert.match(page, new RegExp(row[0]), 'every row of the CSV stands on the page');
      assert.equal(row[9], 'answered_in_time');
    }
    const command = service.command('report', 'deadlines').trim().split('\r\n').slice(1).map(line => line.split(','));
    assert.deepEqual(command, rows, 'the command gives the same rows');
  });

  test('the audit chain proves it', async () => {
    await officer.goto(service.base + '/audit');
    await assertAccessible(officer, 'audit');
    await officer.click('button:has-text("Verify")');
    await officer.waitForLoadState();
    assert.match(await officer.locator('main').innerText(), /Intact/);
    const verdict = JSON.parse(service.command('--json', 'audit', 'verify'));
    assert.equal(verdict.intact, true);
    assert.ok(verdict.entries > 20);
    await officer.goto(service.base + '/settings');
    await assertAccessible(officer, 'settings');
  });

  test('nothing of the subjects stands in clear in the database, its log or the log', () => {
    assert.deepEqual(service.filesWithPersonalData(['Wilhelmina', 'Quastenflosser', 'wilhelmina.q@example.org', 'Zirkumflex',
      'Bartholomew', 'Xylander', 'bart.x@', 'Old Harbour Road', '48 Mill Lane', 'Yggdrasil', 'newsletter.reader', 'harbour office']), []);
  });

  test('a restart in between loses nothing', async () => {
    assert.equal(await service.stopServer(), 0);
    await service.startServer();
    const customer = await person(browser, service.base, desktop);
    await customer.goto(service.base + '/status');
    await customer.fill('[name=reference]', accessReference);
    await customer.fill('[name=email]', subject.email);
    await customer.click('main form button');
    await customer.waitForLoadState();
    await assertAccessible(customer, 'status-sent');
    const letter = await service.letter(subject.email, /\/r\//);
    await customer.goto(linkIn(letter.text, '/r/'));
    assert.match(await customer.locator('main').innerText(), /Your data is ready/);
  });
});

/** Opens the form of an answer where it is folded, and gives every row the same result. */
async function fillRows(page, verb, outcome) {
  const form = page.locator(`form[action$="/${verb}"]`).first();
  if (!await form.isVisible()) await page.locator('details', {has: page.locator(`form[action$="/${verb}"]`)}).first().locator('summary').first().click();
  for (const select of await form.locator('select[name$=".outcome"], select[name$=".verdict"]').all()) await select.selectOption(outcome);
}

async function fulfilEverything(page, outcome, words) {
  await fillRows(page, 'fulfilment', outcome);
  await act(page, 'fulfilment', {answer: words}, 'Fulfil and send');
}

async function workUntilApproval(reference, outcome, words) {
  await assignToMe(agent, reference);
  await act(agent, 'verification', {note: 'The address is the one on file.'});
  await fillRows(agent, 'approval-request', outcome);
  await act(agent, 'approval-request', {answer: words, note: 'Checked; ready to carry out.'});
  assert.equal(await agent.locator('form[action$="/approval"]').count(), 0, 'an agent cannot approve');
  await openRequest(officer, reference);
  assert.match(await officer.locator('main').innerText(), new RegExp(words), 'the officer sees what is to be approved');
  await assertAccessible(officer, 'request-approval');
  await act(officer, 'approval', {});
  await openRequest(agent, reference);
}
