// The names of ankerl::unordered_dense that the worker uses, on the standard library's containers.
#pragma once

#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense {

// The worker specialises this hash for types of its own, with the library's second (SFINAE) parameter.
template <class Key, class Enable = void>
struct hash : std::hash<Key> {};

template <class Key, class Value, class Hash = hash<Key>, class Equal = std::equal_to<Key>>
using map = std::unordered_map<Key, Value, Hash, Equal>;

template <class Key, class Hash = hash<Key>, class Equal = std::equal_to<Key>>
using set = std::unordered_set<Key, Hash, Equal>;

}  // namespace ankerl::unordered_dense
