/** The page of a room, as hosts open and share it. */
export const roomPath = (roomId: string): string => `/pages/room/room?id=${encodeURIComponent(roomId)}`;
