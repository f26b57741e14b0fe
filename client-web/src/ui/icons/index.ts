export * from './generalIcons.tsx';
export * from './mediaIcons.tsx';
