"""Forms of the loop between both teams → canonical rows: good ones are kept, odd cells named by column and line."""
