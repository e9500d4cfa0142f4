-- Takes hits from a sliding window counter, whole or not at all: SlidingWindow.take, beside the data.
-- KEYS[1]  a hash: w = number of the window, p = hits admitted in the one before it, c = hits admitted in it
-- ARGV     limit, window in ms, hits, the caller's time in ms since the epoch
-- Answers {1 if admitted else 0, w, p, c}. All numbers are exact below 2^53.
local limit, length = tonumber(ARGV[1]), tonumber(ARGV[2])
local hits, now = tonumber(ARGV[3]), tonumber(ARGV[4])

local held = redis.call('HMGET', KEYS[1], 'w', 'p', 'c')
local window, previous, current = tonumber(held[1] or 0), tonumber(held[2] or 0), tonumber(held[3] or 0)
local asked = math.floor(now / length)
if asked > window then
  previous = (asked == window + 1) and current or 0
  window, current = asked, 0
end

local elapsed = math.max(0, math.min(now - window * length, length - 1))
local used = current + math.floor(previous * (length - elapsed) / length)
if used + hits > limit then
  return {0, window, previous, current}
end
if hits > 0 then
  current = current + hits
  local text = function(number) return string.format('%.0f', number) end
  redis.call('HSET', KEYS[1], 'w', text(window), 'p', text(previous), 'c', text(current))
  redis.call('PEXPIRE', KEYS[1], text(2 * length))
end
return {1, window, previous, current}
