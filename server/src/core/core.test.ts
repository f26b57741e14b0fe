import { describe, expect, it } from 'vitest';
import { Disposables } from './Disposables.ts';
import { Emitter } from './Emitter.ts';
import { KeyedMutex } from './KeyedMutex.ts';
import { languageOf } from './language.ts';

describe('Disposables', () => {
  it('stops last in, first out, once, and later additions at once', () => {
    const order: number[] = [];
    const disposables = new Disposables();
    disposables.add(() => order.push(1));
    disposables.add(() => order.push(2));
    disposables.dispose();
    disposables.dispose();
    disposables.add(() => order.push(3));
    expect(order).toEqual([2, 1, 3]);
  });

  it('stops everything even when one stop fails, and says so', () => {
    const order: number[] = [];
    const disposables = new Disposables();
    disposables.add(() => order.push(1));
    disposables.add(() => {
      throw new Error('stuck');
    });
    expect(() => disposables.dispose()).toThrow('stuck');
    expect(order).toEqual([1]);
  });
});

describe('KeyedMutex', () => {
  it('runs one key in order, goes on after a failure, and forgets idle keys', async () => {
    const mutex = new KeyedMutex<string>();
    const order: string[] = [];
    const slow = mutex.run('a', async () => {
      await Promise.resolve();
      order.push('slow');
      throw new Error('failed');
    });
    const next = mutex.run('a', () => order.push('next'));
    const other = mutex.run('b', () => order.push('other'));
    await expect(slow).rejects.toThrow('failed');
    await Promise.all([next, other]);
    expect(order).toEqual(['other', 'slow', 'next']);
    expect(mutex.size).toBe(0);
  });
});

describe('Emitter', () => {
  it('calls every listener even when one throws', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<{ tick: number }>((error) => errors.push(error));
    const heard: number[] = [];
    emitter.on('tick', () => {
      throw new Error('bad listener');
    });
    const off = emitter.on('tick', (n) => heard.push(n));
    emitter.emit('tick', 1);
    off();
    emitter.emit('tick', 2);
    expect(heard).toEqual([1]);
    expect(errors).toHaveLength(2);
  });
});

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB,en;q=0.9,zh;q=0.2', 'en'],
    ['fr, zh;q=0.3', 'zh'],
    ['de', 'en'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
