/**
 * The configuration: the key table, the grammar of its values, and what sources say put together.
 *
 * <p>Durations are written {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 14d}; sizes
 * {@code 64MiB}; shares {@code 20%}; limits {@code 5/1h}; lists with commas; names may have {@code
 * *} for any run of characters. It is read before {@code main}: no regular expressions, formatters,
 * streams or file-system providers on that path.
 */
package io.duality.model.config;
