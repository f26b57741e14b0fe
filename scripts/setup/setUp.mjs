import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { provideCertificate } from './certificate.mjs';
import { runCommand } from './commands.mjs';
import { provideMediaWorker } from './mediaWorker.mjs';
import { provideNode } from './node.mjs';
import { provideNpmPackages } from './npmPackages.mjs';
import { cacheRoot, repositoryRoot } from './paths.mjs';
import { runSteps } from './steps.mjs';
import {
  findChromium,
  findPostgresBin,
  platformRequirements,
  provideSystemPackages,
  testRequirements,
} from './systemPackages.mjs';
import { provideWebClient } from './webClient.mjs';

/**
 * What set-up found or made: the Node to run things with and the environment to run them in.
 * @typedef {{ node: string, env: NodeJS.ProcessEnv }} Platform
 */

/**
 * Does all the set-up that is needed. Steps whose result is there already are skipped; an interrupted run can be
 * repeated, and two runs at once do each thing once.
 * @param {{ browser: boolean, webClient: boolean }} needed whether to bring what tests need (Chromium, PostgreSQL), and to build the web client
 * @param {AbortSignal} signal
 * @returns {Promise<Platform>}
 */
export async function setUp(needed, signal) {
  const root = repositoryRoot;
  const cache = cacheRoot();
  /** @type {Platform} */
  const platform = { node: process.execPath, env: { ...process.env } };
  const requirements = needed.browser ? testRequirements : platformRequirements;

  await runSteps(
    [
      {
        title: 'Node',
        run: async (context) => {
          const { path, done } = await provideNode(cache, context);
          platform.node = path;
          platform.env.PATH = [dirname(path), process.env.PATH].join(delimiter);
          return done;
        },
      },
      { title: 'System packages', run: (context) => provideSystemPackages(requirements, context) },
      {
        title: 'npm packages',
        run: async (context) => {
          const nodeMajor = await majorVersion(platform.node);
          return provideNpmPackages({ root, cache, nodeMajor, env: platform.env }, context);
        },
      },
      {
        title: 'mediasoup worker',
        run: async (context) => {
          const ownBinary =
            platform.env.MEDIASOUP_WORKER_BIN || (await settingInFile(root, 'MEDIASOUP_WORKER_BIN'));
          const { path, done } = await provideMediaWorker({ root, cache, ownBinary }, context);
          platform.env.MEDIASOUP_WORKER_BIN = path;
          return done;
        },
      },
      ...(needed.webClient ? [webClientStep(platform)] : []),
      { title: 'Certificate', run: () => provideCertificate(join(root, 'certs')) },
    ],
    signal,
  );
  if (needed.browser) {
    platform.env.CHROMIUM_BIN = findChromium(platform.env);
    platform.env.POSTGRES_BIN = findPostgresBin(platform.env);
  }
  return platform;
}

/**
 * @param {Platform} platform
 * @returns {import('./steps.mjs').Step}
 */
export function webClientStep(platform) {
  return {
    title: 'Web client',
    run: (context) => provideWebClient({ root: repositoryRoot, ...platform }, context),
  };
}

/**
 * @param {string} root
 * @param {string} name
 */
async function settingInFile(root, name) {
  const text = await readFile(join(root, '.env'), 'utf8').catch(() => '');
  return parseEnv(text)[name];
}

/** @param {string} node */
async function majorVersion(node) {
  const version = node === process.execPath ? process.version : await runCommand(node, ['--version']);
  return Number.parseInt(version.replace('v', ''), 10);
}
