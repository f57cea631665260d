import { useEffect, useState } from 'react'

/** The secret of the link by which the page was opened; it stands in the address bar no longer than until it is read. */
export function useSecret(): string {
  const [secret, setSecret] = useState(readSecret)
  useEffect(() => {
    const take = () => {
      const found = readSecret()
      if (found === '') return
      setSecret(found)
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return secret
}

const readSecret = (): string => location.hash.slice(1)
