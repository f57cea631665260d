import { createRouter } from '@tanstack/react-router'
import { FORGE_URL } from '../lib/forge.js'
import { routeTree } from './routes.js'

/** The page's router, below the path at which FORGE is served. */
export const router = createRouter({
  routeTree,
  basepath: new URL(FORGE_URL).pathname,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
