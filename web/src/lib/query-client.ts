import { AnvilError } from '@anvil/shared'
import { QueryClient } from '@tanstack/react-query'

const RETRIES = 2

/** What is read from FORGE: kept until something says that it changed, and asked for again where only the way failed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < RETRIES && isPassing(error),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

function isPassing(error: unknown): boolean {
  return error instanceof AnvilError && (error.code === 'network.unreachable' || error.code === 'forge.unavailable')
}
