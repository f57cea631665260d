import { expect, it } from 'vitest'
import { escapeHtml } from './html.js'

it('shows markup as text', () => {
  expect(escapeHtml(`<script>alert("1 & '2'")</script>`)).toBe(
    '&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;',
  )
})

it('leaves every other character as it is', () => {
  expect(escapeHtml('ليلى 美咲 🌿 {{name}}')).toBe('ليلى 美咲 🌿 {{name}}')
})
