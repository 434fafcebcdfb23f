"""A client's own playbook: the kit's pages with what is known of the client, beside what people write."""
