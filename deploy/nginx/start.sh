#!/bin/sh
# Runs in the nginx container before nginx: writes its configuration, with a certificate of our own until certbot has
# brought one, and has nginx read it again when there is a new one.
set -eu
: "${BALLAST_DOMAIN:?say which name the site has, in .env}"
here=$(dirname "$(readlink -f "$0")")
live=${BALLAST_LIVE:-/etc/letsencrypt/live/$BALLAST_DOMAIN}
stand_in=${BALLAST_STAND_IN:-/tmp/certificate}
conf=${BALLAST_CONF:-/etc/nginx/conf.d/default.conf}

mkdir -p "$stand_in"
[ -s "$stand_in/fullchain.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
    -subj "/CN=$BALLAST_DOMAIN" -addext "subjectAltName=DNS:$BALLAST_DOMAIN" \
    -keyout "$stand_in/privkey.pem" -out "$stand_in/fullchain.pem" 2>/dev/null

write() {
    if [ -s "$live/fullchain.pem" ]; then BALLAST_CERTIFICATES=$live; else BALLAST_CERTIFICATES=$stand_in; fi
    export BALLAST_CERTIFICATES
    "$here/render" >"$conf.new"
    cat "$conf.new" >"$conf"
    rm "$conf.new"
}
seen() { cksum "$live/fullchain.pem" 2>/dev/null || echo none; }

write
[ "${1:-}" = once ] || (
    known=$(seen)
    while sleep 60; do
        now=$(seen)
        if [ "$now" != "$known" ]; then
            known=$now
            write
            nginx -s reload
        fi
    done
) &
