import { useNavigate, useRouter } from '@tanstack/react-router'
import { useRef } from 'react'

interface NewDialog {
  isOpen: boolean
  open: () => void
  close: () => void
}

/**
 * The dialog of a page that makes something new; it is open as long as the page's address says so. What it makes takes
 * its place in the history, so that nobody comes back to it.
 */
export function useNewDialog(search: { new?: true | undefined }): NewDialog {
  const navigate = useNavigate()
  const { history } = useRouter()
  const isOpenedHere = useRef(false)
  return {
    isOpen: search.new === true,
    open: () => {
      isOpenedHere.current = true
      void navigate({ to: '.', search: (before) => ({ ...before, new: true }) })
    },
    close: () => {
      if (isOpenedHere.current) history.back()
      else void navigate({ to: '.', search: (before) => ({ ...before, new: undefined }), replace: true })
      isOpenedHere.current = false
    },
  }
}
