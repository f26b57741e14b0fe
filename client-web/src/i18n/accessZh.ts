import type { accessEn } from './accessEn.ts';

export const accessZh: Record<keyof typeof accessEn, string> = {
  'access.switch': '私密直播间',
  'access.switchHint': '不在大厅展示，仅持有邀请链接的人可以进入。',
  'access.invitation': '邀请链接',
  'access.invitationHint': '打开链接的人即可进入，之后也可以再来。',
  'access.renew': '更换链接',
  'access.renewTitle': '更换邀请链接？',
  'access.renewText': '之前发出的链接将立即失效。',
  'access.uninvite': '同时收回已有的邀请',
  'access.uninviteHint': '通过旧链接进入的人将立即离开，需重新邀请；麦上嘉宾不受影响。',
  'access.renewed': '邀请链接已更换',
  'access.nowPrivate': '已设为私密直播间',
  'access.nowPublic': '已设为公开直播间',
  'access.private': '私密',
  'access.confirmTitle': '设为私密直播间？',
  'access.confirmText': '未受邀的观众将立即离开直播间，其他播放器中的播放也会停止；麦上嘉宾不受影响。',
  'access.confirm': '设为私密',
  'access.privateTitle': '这是私密直播间',
  'access.privateText': '请向主播索取邀请链接，通过链接进入。',
  'access.invalidTitle': '邀请链接已失效',
  'access.invalidText': '主播更换了邀请链接，请索取新的链接。',
};
