import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './app/router.js'
import './app/styles.css'
import { queryClient } from './lib/query-client.js'
import { readTheme, showTheme } from './lib/theme.js'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce
if (nonce !== undefined) setNonce(nonce)
showTheme(readTheme())

const element = document.getElementById('root')
if (element) {
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
