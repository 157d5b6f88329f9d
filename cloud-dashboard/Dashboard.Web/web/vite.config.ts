import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vitest/config';
import type { Connect, Plugin } from 'vite';

/** In `npm run dev` without DASHBOARD_URL, the API is answered by dev/mock.mjs. It is no part of a build. */
const mockApi = (): Plugin => ({
  name: 'mock-api',
  apply: 'serve',
  async configureServer(server) {
    const path = new URL('dev/mock.mjs', `file://${server.config.root}/`).href;
    const module = await import(path) as { mockApi: () => Connect.NextHandleFunction };
    server.middlewares.use(module.mockApi());
  },
});

/**
 * Scripts and styles are packed once, here: packing them for each stranger who asks would cost the server memory. They are packed as they
 * were written: before that a script still has marks in it, and could not load another.
 */
const packed = (): Plugin => ({
  name: 'packed',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
      const file = join(dir, name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
});

const dashboard = process.env['DASHBOARD_URL'];

export default defineConfig({
  // The server knows where the site is on its host, and writes that in the place of each ./ of the page.
  base: './',
  plugins: dashboard || process.env['VITEST'] ? [packed()] : [mockApi(), packed()],
  server: dashboard
    ? { proxy: { '/api': { target: dashboard, changeOrigin: false }, '/hub': { target: dashboard, changeOrigin: false, ws: true } } }
    : {},
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    // One page for all files of a process: making one for each took most of the time. A test cleans up what it changes.
    isolate: false,
    // A compiler runs in some tests; a busy machine takes its time, and only a hang is a failure.
    testTimeout: 60_000,
    include: ['test/**/*.test.ts'],
  },
});
