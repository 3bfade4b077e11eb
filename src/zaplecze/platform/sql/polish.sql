-- Polish alphabetical order and search without diacritics: the twin of platform/polish.py.
-- Collations can't be relied on: the embedded server has neither ICU nor Polish locales, and other
-- servers have other versions of theirs. These functions answer alike on all of them, so that
-- indexes on them stay valid. One-line bodies, so that the planner inlines them.
-- Changing an answer means reindexing every index on polish_order and polish_fold.

-- Lower case; foreign letters plain; Polish ones kept; one kind of space and of hyphen.
-- translate() looks each character up from the left: the frequent ones stand first, unchanged, which
-- makes it several times faster.
CREATE OR REPLACE FUNCTION polish_base(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(
    translate(
      lower(name COLLATE "C"),
      E'aioeznrwsctykdpmujlbghf vqx.łóążęśćńź0123456789,-'
      'ĄĆĘŁŃÓŚŹŻ'
      '\t\n\r\u00a0\u2007\u202f\u2010\u2011\u2012\u2013\u2014'
      'ÀÁÂÃÄÅàáâãäåĀāĂă'
      'ÇçĈĉĊċČč'
      'ÐðĎďĐđ'
      'ÈÉÊËèéêëĒēĔĕĖėĚě'
      'ĜĝĞğĠġĢģ'
      'ĤĥĦħ'
      'ÌÍÎÏìíîïĨĩĪīĬĭĮįİı'
      'Ĵĵ'
      'Ķķĸ'
      'ĹĺĻļĽľĿŀ'
      'ÑñŅņŇňŉŊŋ'
      'ÒÔÕÖØòôõöøŌōŎŏŐő'
      'ŔŕŖŗŘř'
      'ŜŝŞşŠšſȘș'
      'ŢţŤťŦŧȚț'
      'ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų'
      'Ŵŵ'
      'ÝýÿŶŷŸ'
      'Žž'
      'ẞÆŒÞĲ',
      'aioeznrwsctykdpmujlbghf vqx.łóążęśćńź0123456789,-'
      'ąćęłńóśźż'
      '      -----'
      'aaaaaaaaaaaaaaaa'
      'cccccccc'
      'dddddd'
      'eeeeeeeeeeeeeeee'
      'gggggggg'
      'hhhh'
      'iiiiiiiiiiiiiiiiii'
      'jj'
      'kkk'
      'llllllll'
      'nnnnnnnnn'
      'oooooooooooooooo'
      'rrrrrr'
      'sssssssss'
      'tttttttt'
      'uuuuuuuuuuuuuuuuuuuu'
      'ww'
      'yyyyyy'
      'zz'
      'ßæœþĳ'
    ), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ĳ', 'ij');

-- For search: polish_fold(name) LIKE '%' || polish_fold(asked) || '%'.
CREATE OR REPLACE FUNCTION polish_fold(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(polish_base(name), 'ąćęłńóśźż', 'acelnoszz');

-- For ORDER BY polish_order(name). Bytes, because they compare alike under every collation.
-- Quotation marks vanish, signs come before digits, and a Polish letter becomes its plain one
-- with the last character of Unicode behind it. After the separator the name itself decides ties.
CREATE OR REPLACE FUNCTION polish_order(name text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN decode(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(
      translate(
        polish_base(left(name, 256)),
        ':;<=>?@[\]^_{|}~"''`´‘’‚“”„«»‹›',
        '////////////////'
      ), 'ą', U&'a\+10FFFF'), 'ć', U&'c\+10FFFF'), 'ę', U&'e\+10FFFF'), 'ł', U&'l\+10FFFF'),
      'ń', U&'n\+10FFFF'), 'ó', U&'o\+10FFFF'), 'ś', U&'s\+10FFFF'),
      'ź', U&'z\+10FFFE'), 'ż', U&'z\+10FFFF')
    || E'\x01' || replace(left(name, 256), '\', '\\'),
    'escape');
