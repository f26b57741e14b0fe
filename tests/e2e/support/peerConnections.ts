/// <reference lib="dom" />
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Every connection that the page ever made. */
    peerConnections: RTCPeerConnection[];
  }
}

/** What the browser itself says of a page's media over WebRTC, summed over its open connections. */
export interface RtcFigures {
  framesDecoded: number;
  width: number;
  height: number;
  freezeCount: number;
  freezeSeconds: number;
  audioEnergy: number;
  framesSent: number;
  /** PLI and FIR that arrived at the sender. */
  keyframeRequests: number;
  /** Of the selected candidate pairs: `udp`, `tcp`. */
  transports: string[];
  codecs: string[];
  /** What holds the encoders back: `cpu`, `bandwidth`. */
  limits: string[];
  /** Since the page was loaded, closed ones included. */
  connectionsMade: number;
}

/** Runs in the page, before anything of the application. */
export function recordPeerConnections(): void {
  const Native = window.RTCPeerConnection;
  const connections: RTCPeerConnection[] = [];
  window.peerConnections = connections;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
}

/** @param after counts only connections made after this many */
export function readRtcFigures(page: Page, after = 0): Promise<RtcFigures> {
  return page.evaluate(async (madeBefore) => {
    const open = window.peerConnections
      .slice(madeBefore)
      .filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const byId = new Map<string, Record<string, unknown>>();
    const entries = reports.flatMap((report, index) =>
      [...report.entries()].map(([id, entry]: [string, Record<string, unknown>]) => {
        byId.set(`${index}/${id}`, entry);
        return { index, entry };
      }),
    );
    const sum = (type: string, key: string) =>
      entries.reduce((total, { entry }) => total + (entry.type === type ? Number(entry[key] ?? 0) : 0), 0);
    const largest = (key: string) =>
      Math.max(
        0,
        ...entries
          .filter(({ entry }) => entry.type === 'inbound-rtp')
          .map(({ entry }) => Number(entry[key] ?? 0)),
      );
    const protocolOf = (index: number, candidateId: unknown) =>
      String(byId.get(`${index}/${String(candidateId)}`)?.protocol);
    const transports = entries.flatMap(({ index, entry }) => {
      const pair =
        entry.type === 'transport'
          ? byId.get(`${index}/${String(entry.selectedCandidatePairId)}`)
          : undefined;
      return pair ? [protocolOf(index, pair.localCandidateId)] : [];
    });
    return {
      framesDecoded: sum('inbound-rtp', 'framesDecoded'),
      width: largest('frameWidth'),
      height: largest('frameHeight'),
      freezeCount: sum('inbound-rtp', 'freezeCount'),
      freezeSeconds: sum('inbound-rtp', 'totalFreezesDuration'),
      audioEnergy: sum('inbound-rtp', 'totalAudioEnergy'),
      framesSent: sum('outbound-rtp', 'framesSent'),
      keyframeRequests: sum('outbound-rtp', 'pliCount') + sum('outbound-rtp', 'firCount'),
      transports,
      codecs: entries.flatMap(({ entry }) => (entry.type === 'codec' ? [String(entry.mimeType)] : [])),
      limits: entries.flatMap(({ entry }) =>
        typeof entry.qualityLimitationReason === 'string' && entry.qualityLimitationReason !== 'none'
          ? [entry.qualityLimitationReason]
          : [],
      ),
      connectionsMade: window.peerConnections.length,
    };
  }, after);
}
