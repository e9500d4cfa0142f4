-- Takes hits from a sliding window counter, whole or not at all: SlidingWindow.take, beside the data.
-- KEYS[1]  a hash: w = number of the window, p = hits admitted in the one before it, c = hits admitted in it
-- ARGV     limit, window in ms, hits
-- Answers {1 if admitted else 0, w, p, c, now in ms since the epoch}. All numbers stay below 2^53, where they are exact.
local limit, length, hits = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local held = redis.call('HMGET', KEYS[1], 'w', 'p', 'c')
local window, previous, current = tonumber(held[1] or 0), tonumber(held[2] or 0), tonumber(held[3] or 0)
local asked = math.floor(now / length)
if asked > window then
  previous = (asked == window + 1) and current or 0
  window, current = asked, 0
end

local elapsed = math.max(0, math.min(now - window * length, length - 1))
-- floor(previous * left / length), with previous split by length: the product itself could pass 2^53.
local left, rest = length - elapsed, math.fmod(previous, length)
local faded = (previous - rest) / length * left + (rest * left - math.fmod(rest * left, length)) / length
local used = current + faded
if used + hits > limit then
  return {0, window, previous, current, now}
end
if hits > 0 then
  current = current + hits
  local text = function(number) return string.format('%.0f', number) end
  redis.call('HSET', KEYS[1], 'w', text(window), 'p', text(previous), 'c', text(current))
  redis.call('PEXPIRE', KEYS[1], text(2 * length))
end
return {1, window, previous, current, now}
