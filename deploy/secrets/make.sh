#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml names. What is there already stays as it is.
set -euo pipefail
cd "$(dirname "$0")"

# Compose mounts these files as they are, owner and mode included, and three different users read them inside: so the files are
# readable, and the folder keeps everybody else on this machine out.
chmod 700 .
umask 022

password() { openssl rand -hex 24; }

keep() {
    if [ -e "$1" ]; then
        echo "$1 is there already."
    else
        cat >"$1"
        echo "$1 made."
    fi
}

# SQL Server asks of sa for three kinds of characters; hexadecimal digits are two.
keep sa-password <<<"A$(password)"

# Two files say the same password, one to the broker and one to the services: made together or not at all.
if [ -e broker.conf ] && [ -e Bus__RabbitMq ]; then
    echo "broker.conf and Bus__RabbitMq are there already."
else
    bus=$(password)
    printf 'default_user = labelling\ndefault_pass = %s\n' "$bus" >broker.conf
    printf 'amqp://labelling:%s@broker:5672/\n' "$bus" >Bus__RabbitMq
    echo "broker.conf and Bus__RabbitMq made."
fi

for service in Accounts Submission PreInterview ExpertReview FundingOutcome; do
    # Encrypted, although inside the host; the server's certificate is its own, so there is nobody to ask about it.
    keep "ConnectionStrings__$service" <<<"Server=database;Database=Labelling_$service;User Id=labelling_$service;Password=$(password);Encrypt=True;TrustServerCertificate=True"
done
