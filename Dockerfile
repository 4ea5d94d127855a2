# Habeas in a container: docker build -t habeas . && docker run -p 8080:8080 -v habeas-data:/data habeas
# Targets: build, test (runs the whole suite), and the default, which holds the binary and its libraries alone.

FROM debian:bookworm-slim AS build
WORKDIR /source
COPY scripts/packages scripts/packages
RUN apt-get update \
    && sed 's/#.*//' scripts/packages/build.txt | DEBIAN_FRONTEND=noninteractive xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*
COPY CMakeLists.txt CMakePresets.json ./
COPY scripts scripts
COPY core core
COPY storage storage
COPY templates templates
COPY app app
RUN cmake --preset release -DHABEAS_TESTS=OFF \
    && cmake --build build/release --target habeas \
    && strip --strip-debug -o /habeas build/release/app/habeas

# The whole suite but the browser part, which needs Node 20.
FROM build AS test
RUN apt-get update \
    && grep -v '# browser:' scripts/packages/test.txt | cat - scripts/packages/runtime.txt | sed 's/#.*//' \
       | DEBIAN_FRONTEND=noninteractive xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*
COPY tests tests
COPY README.md ./
RUN scripts/test

FROM debian:bookworm-slim
COPY scripts/packages/runtime.txt /tmp/runtime.txt
RUN apt-get update \
    && sed 's/#.*//' /tmp/runtime.txt | DEBIAN_FRONTEND=noninteractive xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* /tmp/runtime.txt \
    && useradd --system --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin habeas \
    && install -d -o habeas -g habeas -m 0700 /data
COPY --from=build /habeas /usr/local/bin/habeas
COPY LICENSE /usr/share/doc/habeas/LICENSE
USER 10001:10001
# Inside a container every address is the container's own; publish the port on loopback and put a proxy with TLS in front.
ENV HABEAS_STORAGE_FOLDER=/data HABEAS_SERVER_ADDRESS=0.0.0.0
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["habeas", "check-health"]
CMD ["habeas", "serve"]
