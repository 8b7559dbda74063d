"""Words as buyers type them and as sellers write them, in Vietnamese, English and Lao.

A buyer types ``ca phe``, ``CÀ PHÊ``, ``ກາເຟ`` without its tone marks or a SKU without its dashes and
means what the seller wrote. This package brings both sides to one form, for every search engine alike:

* ``folding``     one letter shape: lower case, no diacritics, ``đ`` as ``d``; article numbers
* ``english``     plurals and British spellings in one form
* ``vietnamese``  the diacritics kept in plain letters, so that coconut (dừa) is not pineapple (dứa)
* ``keyboard``    raw Telex and VNI, and the letters of chats, read as Vietnamese
* ``lao``         one spelling, words found in text written without spaces, twins without tone marks
* ``little_words`` what is said beside what is wanted: "buy", "cần mua", "20 tons"
* ``analysis``    what goes into an index and how a query is read; the version of all these rules
* ``own_list``    what a short list of one's own goods keeps of each, and what is looked for there
* ``highlight``   where in the original text the words of a query stand

What hurts: every index was built with one version of these rules. Change a rule or a word list and
``analyzer_version()`` changes with it; an index built by another version must be rebuilt.
"""
