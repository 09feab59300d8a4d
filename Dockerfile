# docker build --target worker --build-arg VERSION=1.0.0 .    docker build --target simulator .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
WORKDIR /source
COPY . .

# Compiled ahead for this machine: a worker that has died takes orders again a second sooner.
FROM build AS build-worker
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish src/Messaging.Worker -c Release -o /app \
    --use-current-runtime --no-self-contained -p:PublishReadyToRun=true

FROM build AS build-simulator
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish src/Messaging.VendorSimulator -c Release -o /app

# The image has no curl; bash opens the connection itself.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12 AS runtime
USER $APP_UID
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/$HEALTH_PORT\" && printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' \"$HEALTH_PATH\" >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

FROM runtime AS simulator
ENV SIMULATOR_Urls=http://+:7070 HEALTH_PORT=7070 HEALTH_PATH=/admin/faults
EXPOSE 7070
WORKDIR /app
COPY --from=build-simulator /app .
ENTRYPOINT ["dotnet", "Messaging.VendorSimulator.dll"]

FROM runtime AS worker
ARG VERSION=0.0.0
LABEL org.opencontainers.image.title="Messaging" \
    org.opencontainers.image.description="Ships orders at the vendors' APIs and publishes a result for each" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="$VERSION"
ENV ASPNETCORE_URLS=http://+:8080 HEALTH_PORT=8080 HEALTH_PATH=/health/live
EXPOSE 8080
COPY --from=build-worker /app /app
# Where the ledger of one worker is, whose path is relative: its user's alone, and kept.
USER root
RUN install --directory --owner=$APP_UID --group=$APP_UID --mode=700 /data
USER $APP_UID
WORKDIR /data
VOLUME /data
ENTRYPOINT ["dotnet", "/app/Messaging.Worker.dll"]
