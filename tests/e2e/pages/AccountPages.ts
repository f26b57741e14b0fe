import { expect, type Locator, type Page } from '@playwright/test';

/** One person's account, from the header and the profile page: acts by what is on the page. */
export class AccountPages {
  readonly page: Page;
  readonly #baseUrl: string;

  constructor(page: Page, baseUrl: string) {
    this.page = page;
    this.#baseUrl = baseUrl;
  }

  get by(): (testId: string) => Locator {
    return (testId) => this.page.getByTestId(testId);
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(`${this.#baseUrl}${path}${path.includes('?') ? '' : '?debug'}`);
  }

  /** As a guest, or as nobody yet. */
  async register({ account, password, name }: { account: string; password: string; name: string }) {
    await this.by('guest-identity').click();
    if (await this.by('account-menu').isVisible()) await this.by('account-menu-sign-in').click();
    await this.by('account-view-register').click();
    await this.by('account-display-name').fill(name);
    await this.by('account-name').fill(account);
    await this.by('account-password').fill(password);
    await this.by('account-submit').click();
    await expect(this.by('account-identity')).toBeVisible();
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.by('guest-identity').click();
    if (await this.by('account-menu').isVisible()) await this.by('account-menu-sign-in').click();
    await this.by('account-name').fill(account);
    await this.by('account-password').fill(password);
    await this.by('account-submit').click();
  }
}
