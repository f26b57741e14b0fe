/** Who may come into a room. */
export const accessEn = {
  'access.switch': 'Private room',
  'access.switchHint': 'Not in the lobby; only people with your invitation link come in.',
  'access.invitation': 'Invitation link',
  'access.invitationHint': 'Whoever opens this link may come in, now and later.',
  'access.renew': 'Replace link',
  'access.renewTitle': 'Replace the invitation link?',
  'access.renewText': 'The link that you have sent so far lets nobody in any more.',
  'access.uninvite': 'Take back earlier invitations',
  'access.uninviteHint':
    'Who came by the old link has to be invited again, and leaves now. People on stage stay.',
  'access.renewed': 'There is a new invitation link',
  'access.nowPrivate': 'The room is private now',
  'access.nowPublic': 'The room is public now',
  'access.private': 'Private',
  'access.confirmTitle': 'Make the room private?',
  'access.confirmText':
    'Who was not invited leaves the room now, also those who watch in other players. People on stage stay.',
  'access.confirm': 'Make private',
  'access.privateTitle': 'This room is private',
  'access.privateText': 'Ask the anchor for an invitation link, and open the room by it.',
  'access.invalidTitle': 'This invitation is no longer valid',
  'access.invalidText': 'The anchor has replaced it. Ask them for the new link.',
} as const;
