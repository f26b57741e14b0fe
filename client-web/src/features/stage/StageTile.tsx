import { type ReactNode, useEffect } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { CrownIcon, MicOffIcon } from '../../ui/icons/index.ts';
import { MediaVideo } from '../../ui/MediaVideo.tsx';
import { NetworkBars } from '../../ui/NetworkBars.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import type { StagePerson } from './people.ts';
import type { TileBox } from './tileBoxes.ts';

interface StageTileProps {
  person: StagePerson;
  /** Null before the frame has a size. */
  box: TileBox | null;
  isSolo: boolean;
  isSpeaking: boolean;
  /** What the server says of their network, 0 to 10; null: nothing known. */
  score: number | null;
  video?: ReactNode;
  actions?: ReactNode;
  onSize?: (person: StagePerson, box: TileBox) => void;
}

/** Up to here a picture visibly suffers. */
const fairScore = 7;
const poorScore = 4;
/** Narrower tiles show a face and hardly a word. */
const narrowPx = 132;

export function StageTile(props: StageTileProps) {
  const { person, box, isSolo, isSpeaking, score, video, actions, onSize } = props;
  const { key, user, isOwn, isPreview, role, seat, roomId } = person;
  useEffect(() => {
    if (box && !isOwn) onSize?.(person, box);
    // Told when the size or who it is changes, not with every render.
  }, [key, person.stream, box?.width, box?.height]);

  const classes = ['stage-tile', box && box.z > 0 && 'stage-tile--floating'].filter(Boolean).join(' ');
  const style = box
    ? {
        translate: `${box.x}px ${box.y}px`,
        width: box.width,
        height: box.height,
        zIndex: box.z,
        '--avatar': `${Math.round(Math.min(box.width, box.height) * 0.34)}px`,
      }
    : undefined;
  return (
    <div
      className={classes}
      style={style}
      data-testid="stage-tile"
      data-seat={seat}
      data-room={roomId}
      data-user={user.id}
      data-own={isOwn}
      data-speaking={isSpeaking}
      data-preview={isPreview}
      data-muted={person.isMicrophoneOff}
      data-picture={person.hasPicture}
      data-narrow={box !== null && box.width < narrowPx}
      data-fit={isSolo ? 'contain' : 'cover'}
    >
      {!isSolo && <Placeholder person={person} isSpeaking={isSpeaking} />}
      {video === undefined ? <TilePicture person={person} /> : video}
      {!isSolo && person.isReconnecting && <Veil />}
      {!isSolo && <TileLabel person={person} score={score} isHost={role !== 'coHost'} />}
      {actions}
    </div>
  );
}

function TilePicture({ person }: { person: StagePerson }) {
  const { t } = useI18n();
  if (!person.stream) return null;
  return (
    <MediaVideo
      className={person.isOwn ? 'stage-tile__video stage-tile__video--mirrored' : 'stage-tile__video'}
      stream={person.stream}
      hidden={!person.hasPicture}
      aria-label={t('room.video', { name: person.user.name })}
      data-testid="stage-tile-video"
    />
  );
}

/** Behind a picture until its first frame, before one that is off. */
function Placeholder({ person, isSpeaking }: { person: StagePerson; isSpeaking: boolean }) {
  return (
    <span
      className="stage-tile__placeholder"
      data-over={!person.hasPicture}
      data-speaking={isSpeaking}
      data-testid="stage-tile-placeholder"
    >
      <Avatar user={person.user} size="var(--avatar)" />
    </span>
  );
}

function Veil() {
  const { t } = useI18n();
  return (
    <span className="stage-tile__veil" data-testid="stage-tile-reconnecting">
      <Spinner size={28} />
      <span className="stage-tile__veil-text">{t('stage.reconnecting')}</span>
    </span>
  );
}

function TileLabel({
  person,
  score,
  isHost,
}: {
  person: StagePerson;
  score: number | null;
  isHost: boolean;
}) {
  const { t } = useI18n();
  const level = score === null || score > fairScore ? null : score > poorScore ? 'fair' : 'poor';
  return (
    <span className="stage-tile__label">
      {isHost && (
        <span className="stage-tile__host" title={t('live.anchor')}>
          <CrownIcon size={13} />
          <span className="visually-hidden">{t('live.anchor')}</span>
        </span>
      )}
      {person.isMicrophoneOff && (
        <span className="stage-tile__muted" data-testid="stage-tile-muted">
          <MicOffIcon size={14} />
          <span className="visually-hidden">{t('stage.isMuted')}</span>
        </span>
      )}
      <span className="stage-tile__name truncate">{person.isOwn ? t('stage.you') : person.user.name}</span>
      {level && <NetworkBars level={level} label={t(`network.${level}`)} testId="stage-tile-network" />}
    </span>
  );
}
