import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Addresses are relative, so that FORGE may serve the page below any path. */
export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ['anvil-source', 'module', 'browser', 'development|production'] },
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: ['index.html', 'docs.html'] },
  },
})
