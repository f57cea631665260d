import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { StartPage } from './app/start-page.js'
import './app/styles.css'

const element = document.getElementById('root')
if (element) {
  createRoot(element).render(
    <StrictMode>
      <StartPage />
    </StrictMode>,
  )
}
