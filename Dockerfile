# IncidentDesk as an image. CI has no Docker engine and does not build it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/IncidentDesk.Web -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# For the health check below; runbooks that use Ansible need ansible-core here too.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
WORKDIR /data
VOLUME /data
ENV ASPNETCORE_URLS=http://+:8080 IncidentDesk__DataDirectory=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD curl -fsS http://127.0.0.1:8080/healthz/ready || exit 1
ENTRYPOINT ["/app/IncidentDesk.Web"]
