/** How long the media plane waits for what. One object, so that tests can shorten single entries. */
export interface MediaTiming {
  /** A WebRTC transport that has not finished DTLS by then is closed: its client has vanished between create and connect. */
  connectTimeoutMs: number;
  /** After how many seconds without a sign of the client consent is lost; mediasoup takes 10..60 and has 30 itself. */
  iceConsentTimeoutSeconds: number;
  /** How long a transport without ICE consent stays open for `restartIce`. */
  disconnectGraceMs: number;
  /** How often a worker is asked for a sign of life. */
  probeIntervalMs: number;
  /** How long a request waits for a worker when all of them are being restarted. */
  workerWaitMs: number;
  /** How long a worker may take to exit before it is killed. */
  workerCloseMs: number;
}

export const defaultMediaTiming: MediaTiming = {
  connectTimeoutMs: 15_000,
  iceConsentTimeoutSeconds: 20,
  disconnectGraceMs: 15_000,
  probeIntervalMs: 1000,
  workerWaitMs: 5000,
  workerCloseMs: 2000,
};

/** What a publisher may send: screen share and three simulcast layers fit. */
export const maxIncomingBitrateBps = 6_000_000;

/** Who counts as heard: the loudest nine, everybody on a full stage; above -60 dBov a room's noise becomes speech. */
export const audioLevels = { maxEntries: 9, threshold: -60, interval: 300 };

/** Where a viewer's bandwidth estimation starts: enough for a first good picture. */
export const initialOutgoingBitrateBps = 1_000_000;

/** No publisher is asked for a keyframe more often than this, however many viewers join, unless their peer says otherwise. */
export const keyFrameRequestDelayMs = 1000;

/** Consumers per worker; mediasoup's own figure for one core (https://mediasoup.org/documentation/v3/scalability/). */
export const maxConsumersPerWorker = 500;

/**
 * Loopback ports for pipes, taps and injections: below the kernel's ephemeral range and away from the WebRTC ports, so that a
 * restarted worker finds its own port free.
 */
export const loopbackPorts = { min: 20_000, max: 29_999 };

/** Burst room for a keyframe to dozens of viewers at once; the kernel caps it at its own maximum. */
export const socketBufferBytes = 2 * 1024 * 1024;
