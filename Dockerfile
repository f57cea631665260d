# FORGE in a container: docker build -t anvil-forge . && docker run -p 4000:4000 -v anvil:/data anvil-forge
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /anvil
COPY . .
RUN npx --yes pnpm@10.34.8 install --frozen-lockfile
RUN npm run build
RUN npx --yes pnpm@10.34.8 --filter @anvil/forge deploy --legacy --prod /forge

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 ANVIL_DATA_DIR=/data
WORKDIR /forge
COPY --from=build /forge ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch((process.env.ANVIL_TLS_CERT ? 'https' : 'http') + '://127.0.0.1:' + (process.env.PORT || 4000) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["start"]
