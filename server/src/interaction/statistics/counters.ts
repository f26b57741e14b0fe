/** What is counted of a show; each sample has its own. */
export const counters = ['arrivals', 'leavings', 'chatMessages', 'likes', 'gifts', 'income'] as const;
export type Counter = (typeof counters)[number];
