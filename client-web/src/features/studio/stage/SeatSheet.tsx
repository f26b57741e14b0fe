import type { SeatView } from '@lianmai/shared';
import type { ReactNode } from 'react';
import { type PlainKey, useI18n } from '../../../i18n/index.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import {
  CameraIcon,
  CameraOffIcon,
  CloseIcon,
  CutIcon,
  LeaveIcon,
  LockIcon,
  MicIcon,
  MicOffIcon,
  TakeIcon,
  UnlockIcon,
  UserIcon,
} from '../../../ui/icons/index.ts';
import type { StudioStage } from './useStudioStage.ts';

interface SeatSheetProps {
  view: SeatView;
  stage: StudioStage;
  onInvite: (seat: number) => void;
  onClose: () => void;
}

interface SeatAction {
  key: PlainKey;
  icon: ReactNode;
  testId: string;
  tone?: 'danger' | 'good';
  /** Moderators run the stage, but do not change its seats. */
  isForOwners?: boolean;
  /** What the server is asked; where something else opens, that is `open`. */
  act: () => Promise<unknown>;
  open?: () => void;
}

/** Everything a host can do about one seat. */
export function SeatSheet({ view, stage, onInvite, onClose }: SeatSheetProps) {
  const { t } = useI18n();
  const { seat } = view;
  const name = view.state === 'taken' ? view.occupant.user.name : null;
  const actions = actionsOn(view, stage, onInvite).filter(
    ({ isForOwners }) => !isForOwners || stage.rights !== 'moderator',
  );
  return (
    <Dialog
      title={name ? `${name} · ${t('stage.seatN', { seat })}` : t('stage.seatN', { seat })}
      testId="studio-seat-menu"
      onClose={onClose}
    >
      <ul className="sheet-actions">
        {actions.map(({ key, icon, testId, tone, act, open }) => (
          <li key={key}>
            <button
              type="button"
              className="sheet-action"
              data-tone={tone ?? 'plain'}
              data-testid={testId}
              onClick={() => {
                if (open) open();
                else stage.run(act());
                onClose();
              }}
            >
              {icon}
              {t(key)}
            </button>
          </li>
        ))}
      </ul>
      {view.state === 'taken' && <MoveTo view={view} stage={stage} onDone={onClose} />}
    </Dialog>
  );
}

function actionsOn(view: SeatView, stage: StudioStage, onInvite: (seat: number) => void): SeatAction[] {
  switch (view.state) {
    case 'free':
      return [inviteHere(view, onInvite), lock(view, stage), video(view, stage)];
    case 'locked':
      return [unlock(view, stage), video(view, stage)];
    case 'reserved':
      return cancelOn(view, stage);
    case 'taken':
      return occupantActions(view, stage);
  }
}

function occupantActions(view: Extract<SeatView, { state: 'taken' }>, stage: StudioStage): SeatAction[] {
  const { seat, occupant } = view;
  const { client } = stage;
  const onAir: SeatAction =
    occupant.phase === 'onAir'
      ? {
          key: 'host.cutOff',
          icon: <CutIcon />,
          testId: 'studio-seat-cut',
          tone: 'danger',
          act: () => client.stage.cut(seat),
        }
      : {
          key: 'host.take',
          icon: <TakeIcon />,
          testId: 'studio-seat-take',
          tone: 'good',
          act: () => client.stage.takeOnAir(seat),
        };
  return [
    onAir,
    microphone(view, stage),
    camera(view, stage),
    video(view, stage),
    {
      key: 'host.takeOff',
      icon: <LeaveIcon />,
      testId: 'studio-seat-take-off',
      tone: 'danger',
      act: () => client.stage.takeOff(seat),
    },
  ];
}

function microphone(
  { seat, occupant }: Extract<SeatView, { state: 'taken' }>,
  { client }: StudioStage,
): SeatAction {
  return occupant.forcedMute.microphone
    ? {
        key: 'host.unmuteMic',
        icon: <MicIcon />,
        testId: 'studio-seat-unmute-mic',
        act: () => client.stage.unmute(seat, 'microphone'),
      }
    : {
        key: 'host.muteMic',
        icon: <MicOffIcon />,
        testId: 'studio-seat-mute-mic',
        act: () => client.stage.mute(seat, 'microphone'),
      };
}

function camera(
  { seat, occupant }: Extract<SeatView, { state: 'taken' }>,
  { client }: StudioStage,
): SeatAction {
  return occupant.forcedMute.camera
    ? {
        key: 'host.unmuteCamera',
        icon: <CameraIcon />,
        testId: 'studio-seat-unmute-camera',
        act: () => client.stage.unmute(seat, 'camera'),
      }
    : {
        key: 'host.muteCamera',
        icon: <CameraOffIcon />,
        testId: 'studio-seat-mute-camera',
        act: () => client.stage.mute(seat, 'camera'),
      };
}

function video({ seat, allowsVideo }: SeatView, { client }: StudioStage): SeatAction {
  return {
    key: allowsVideo ? 'host.refuseVideo' : 'host.allowVideo',
    icon: allowsVideo ? <MicIcon /> : <CameraIcon />,
    testId: 'studio-seat-video',
    isForOwners: true,
    act: () => client.stage.setVideo(seat, !allowsVideo),
  };
}

function inviteHere({ seat }: SeatView, onInvite: (seat: number) => void): SeatAction {
  const open = () => onInvite(seat);
  return { key: 'host.inviteHere', icon: <UserIcon />, testId: 'studio-seat-invite', act: nothing, open };
}

const nothing = async () => undefined;

function lock({ seat }: SeatView, { client }: StudioStage): SeatAction {
  return {
    key: 'host.lock',
    icon: <LockIcon />,
    testId: 'studio-seat-lock',
    isForOwners: true,
    act: () => client.stage.lock(seat),
  };
}

function unlock({ seat }: SeatView, { client }: StudioStage): SeatAction {
  return {
    key: 'host.unlock',
    icon: <UnlockIcon />,
    testId: 'studio-seat-unlock',
    isForOwners: true,
    act: () => client.stage.unlock(seat),
  };
}

function cancelOn({ seat }: SeatView, { client, backstage }: StudioStage): SeatAction[] {
  const invitation = backstage.invitations.find((one) => one.seat === seat);
  if (!invitation) return [];
  const act = () => client.stage.cancelInvitation(invitation.invitationId);
  return [
    { key: 'host.cancelInvitation', icon: <CloseIcon />, testId: 'studio-seat-cancel-invitation', act },
  ];
}

/** Another seat; where somebody sits there, the two swap. */
function MoveTo({ view, stage, onDone }: { view: SeatView; stage: StudioStage; onDone: () => void }) {
  const { t } = useI18n();
  const targets = stage.stage.seats.filter(
    ({ seat, state }) => seat > 0 && seat !== view.seat && (state === 'free' || state === 'taken'),
  );
  if (targets.length === 0) return null;
  return (
    <div className="field">
      <span className="field__label">{t('host.moveTo')}</span>
      <div className="move-to">
        {targets.map((target) => (
          <button
            key={target.seat}
            type="button"
            className="move-to__seat"
            data-taken={target.state === 'taken'}
            title={target.state === 'taken' ? target.occupant.user.name : undefined}
            data-testid="studio-seat-move"
            data-seat={target.seat}
            onClick={() => {
              stage.run(stage.client.stage.move(view.seat, target.seat));
              onDone();
            }}
          >
            {target.seat}
          </button>
        ))}
      </div>
    </div>
  );
}
