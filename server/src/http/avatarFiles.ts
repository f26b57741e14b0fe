import express, { type RequestHandler } from 'express';

/** Serves the pictures that users have uploaded. A browser shows them as pictures or not at all. */
export function avatarFiles(folder: string): RequestHandler {
  return express.static(folder, {
    index: false,
    dotfiles: 'ignore',
    redirect: false,
    immutable: true,
    maxAge: '1y',
    setHeaders: (response) => {
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
      response.setHeader('Access-Control-Allow-Origin', '*');
    },
  });
}
