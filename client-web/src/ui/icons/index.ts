export * from './audienceIcons.tsx';
export * from './chatIcons.tsx';
export * from './figureIcons.tsx';
export * from './generalIcons.tsx';
export * from './mediaIcons.tsx';
export * from './moderationIcons.tsx';
export * from './peopleIcons.tsx';
export * from './stageIcons.tsx';
