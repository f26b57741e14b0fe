import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, runCommand, tryCommand } from './commands.mjs';
import { SetupError } from './SetupError.mjs';

/**
 * @typedef {object} Requirement
 * @property {string} name what a person calls it
 * @property {string[]} packages the Debian/Ubuntu packages that bring it
 * @property {() => boolean | Promise<boolean>} isPresent
 */

/** @type {Requirement} */
export const ffmpegRequirement = {
  name: 'ffmpeg',
  packages: ['ffmpeg'],
  isPresent: () => Boolean(findProgram(['ffmpeg']) && findProgram(['ffprobe'])),
};

/** @type {Requirement} */
const chromiumRequirement = {
  name: 'Chromium',
  packages: ['chromium'],
  isPresent: () => Boolean(findChromium()),
};

/** @type {Requirement} */
const chineseFontRequirement = {
  name: 'a Chinese font',
  packages: ['fontconfig', 'fonts-noto-cjk'],
  isPresent: async () => Boolean((await tryCommand('fc-list', [':lang=zh', 'family']))?.trim()),
};

/** @type {Requirement} */
const postgresRequirement = {
  name: 'PostgreSQL',
  packages: ['postgresql'],
  isPresent: () => Boolean(findPostgresBin()),
};

/** @type {Requirement} */
const redisRequirement = {
  name: 'Redis',
  packages: ['redis-server'],
  isPresent: () => Boolean(findProgram(['redis-server'])),
};

/** What the platform itself needs. */
export const platformRequirements = [ffmpegRequirement];

/** What the tests need as well: a browser, glyphs for the 中文 user interface in its screenshots, and database servers' programs. */
export const testRequirements = [
  ffmpegRequirement,
  chromiumRequirement,
  chineseFontRequirement,
  postgresRequirement,
  redisRequirement,
];

/** The Chromium that browser tests drive; CHROMIUM_BIN names another one. */
export function findChromium(env = process.env) {
  return (
    env.CHROMIUM_BIN ||
    findProgram(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'], env.PATH)
  );
}

/**
 * The folder with PostgreSQL's `initdb` and `postgres`, which Debian keeps out of PATH; the newest of several. POSTGRES_BIN
 * names another one.
 */
export function findPostgresBin(env = process.env, debianRoot = '/usr/lib/postgresql') {
  if (env.POSTGRES_BIN) return env.POSTGRES_BIN;
  const versions = existsSync(debianRoot) ? readdirSync(debianRoot) : [];
  return versions
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    .map((version) => join(debianRoot, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/**
 * @param {Requirement[]} requirements
 * @param {import('./steps.mjs').StepContext} context
 * @returns {Promise<string>}
 */
export async function provideSystemPackages(requirements, context) {
  const missing = await missingOf(requirements);
  const names = listNames(requirements);
  if (missing.length === 0) return `${names}: present`;

  await installPackages(
    missing.flatMap(({ packages }) => packages),
    listNames(missing),
    context,
  );
  const stillMissing = await missingOf(missing);
  if (stillMissing.length > 0) {
    throw new SetupError(`apt-get installed the packages, but ${listNames(stillMissing)} cannot be found.`);
  }
  return `installed ${listNames(missing)}`;
}

/**
 * Those of these packages that are not installed.
 * @param {string[]} packages
 * @param {AbortSignal} signal
 */
export async function missingPackages(packages, signal) {
  const format = '$' + '{Package} $' + '{db:Status-Status}\\n';
  // It fails when it does not know one of them, and still lists the others.
  const listing = await runCommand('dpkg-query', ['-W', `-f=${format}`, ...packages], { signal }).catch(
    (error) => String(error.message),
  );
  const installed = new Set([...listing.matchAll(/^(\S+) installed$/gmu)].map((match) => match[1]));
  return packages.filter((name) => !installed.has(name));
}

/**
 * Installs Debian packages as root or through sudo; says in one sentence what to do where that is not possible.
 * @param {string[]} packages
 * @param {string} what what they bring, for people
 * @param {import('./steps.mjs').StepContext} context
 */
export async function installPackages(packages, what, { signal, progress }) {
  const privilege = await findPrivilege(signal);
  if (!findProgram(['apt-get'])) throw new SetupError(noAptSentence(what, packages));
  if (!privilege) throw new SetupError(noPrivilegeSentence(what, packages));

  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  /** @param {string[]} args */
  const apt = (args) => {
    const [command = '', ...rest] = [...privilege, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return runCommand(command, rest, { env, signal, onLine: (line) => progress(line.trim()) });
  };
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages]);

  if (!(await hasPackageLists())) await apt(['update']);
  try {
    await install();
  } catch (error) {
    if (signal.aborted) throw error;
    // Most often the lists are older than the mirror.
    await apt(['update']);
    await install();
  }
}

/** @param {string} what @param {string[]} packages */
export function noPrivilegeSentence(what, packages) {
  const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  return `Missing: ${what}. Installing it takes root, which this user is not; have this run once, then repeat:\n  ${command}`;
}

/** @param {string} what @param {string[]} packages */
export function noAptSentence(what, packages) {
  const likely = packages.join(' ');
  return `Missing: ${what}. This machine has no apt-get; install it with its own package manager (Debian's names: ${likely}).`;
}

/**
 * What stands before a command so that it runs as root: nothing, sudo, or undefined when neither is possible.
 * @param {AbortSignal} signal
 * @returns {Promise<string[] | undefined>}
 */
async function findPrivilege(signal) {
  if (process.getuid?.() === 0) return [];
  const maySudo = (await tryCommand('sudo', ['-n', 'true'], { signal })) !== undefined;
  return maySudo ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

async function hasPackageLists() {
  const names = await readdir('/var/lib/apt/lists').catch(() => []);
  return names.some((name) => name.includes('_Packages'));
}

/** @param {Requirement[]} requirements */
async function missingOf(requirements) {
  const present = await Promise.all(requirements.map(({ isPresent }) => isPresent()));
  return requirements.filter((_, index) => !present[index]);
}

/** @param {Requirement[]} requirements */
function listNames(requirements) {
  return requirements.map(({ name }) => name).join(', ');
}
