# One file for all services: docker build --build-arg SERVICE=Submission .
# SERVICE is a folder of services/; docker-compose.yml names the five.

# What the pages are made with, as the lock file of shared/Web says.
FROM node:22-bookworm-slim AS pages
WORKDIR /web
COPY shared/Web/package.json shared/Web/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# 2.1.4, the default of Directory.Packages.props, has published advisories; images are built with a line that has the fixes.
ARG SQLCLIENT=6.1.5
WORKDIR /source
COPY .editorconfig global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY shared shared
COPY --from=pages /web/node_modules shared/Web/node_modules
# Before SERVICE is named, so that the five images share this layer: it is most of the restoring and compiling.
RUN dotnet build shared/Web -c Release -p:SqlClientVersion=$SQLCLIENT -p:FrontEndInstalled=true
COPY services services
ARG SERVICE
# The link gives every image the same entry point: an exec-form ENTRYPOINT cannot hold a build argument, and a shell in
# front of the program would keep the stop signal from it.
RUN test -n "$SERVICE" \
    && dotnet publish "services/$SERVICE" -c Release -p:SqlClientVersion=$SQLCLIENT -p:FrontEndInstalled=true -o /program \
    && ln -s "Labelling.$SERVICE" /program/service \
    && mkdir /keys /witness /uploads

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /program /program
# A named volume takes owner and mode from the folder it is first mounted on; without this it would belong to root.
COPY --from=build --chown=$APP_UID:$APP_UID --chmod=700 /keys /keys
COPY --from=build --chown=$APP_UID:$APP_UID --chmod=700 /witness /witness
COPY --from=build --chown=$APP_UID:$APP_UID --chmod=700 /uploads /uploads
# The diagnostics port is a socket in /tmp that nobody listens to here.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
WORKDIR /program
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["/program/service"]
